/**
 * Text with holes in it, of which a feed holds many: a sink that knows the record before writes only what differs.
 * Two records are of one kind when their templates are the same object.
 */
export interface RecordTemplate {
  /** What stands around the holes: one piece more than there are holes. */
  readonly pieces: readonly string[];
}

/** A record as text. */
export function fillRecord({ pieces }: RecordTemplate, holes: readonly string[]): string {
  let text = pieces[0] ?? '';
  for (let i = 0; i < holes.length; i++) text += (holes[i] ?? '') + (pieces[i + 1] ?? '');
  return text;
}
