/**
 * Text with holes in it, of which a feed holds many: a sink that knows the record before writes only what differs.
 * Two records are of one kind when their templates are the same object.
 */
export interface RecordTemplate {
  /** What stands around the holes: one piece more than there are holes. */
  readonly pieces: readonly string[];
  /** Which value fills each hole. One that fills several is written once, and referred to. */
  readonly holes: readonly number[];
  /** Values before this one are ids, which stand in records of other templates too. */
  readonly ids: number;
  /** Texts of a kind are alike, whatever their template. */
  readonly kind: string;
}

/** What fills the holes of a record: ASCII, each of at most `longestValue` letters. */
export type RecordValues = readonly string[];
export const longestValue = 64;

/** A record as text. */
export function fillRecord(
  { pieces, holes }: Pick<RecordTemplate, 'pieces' | 'holes'>,
  values: RecordValues,
): string {
  let text = pieces[0] as string;
  for (let i = 0; i < holes.length; i++)
    text += (values[holes[i] as number] as string) + (pieces[i + 1] as string);
  return text;
}
