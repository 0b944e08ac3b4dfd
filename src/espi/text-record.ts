import { putTime } from './time.ts';

/**
 * Text with holes in it, of which a feed holds many: a sink that knows the record before writes only what differs.
 * Two records are of one kind when their templates are the same object.
 */
export interface RecordTemplate {
  /** What stands around the holes: one piece more than there are holes. */
  readonly pieces: readonly string[];
  /** Texts of a kind are alike, whatever their template. */
  readonly kind: string;
}

/** Bytes that the holes of a record have room for. */
const mostHoleBytes = 512;
const mostHoles = 16;

/** What fills the holes of a record, ASCII, one behind the other: hole `i` ends before `ends[i]`. */
export interface RecordHoles {
  readonly bytes: Uint8Array;
  readonly ends: Int32Array;
  count: number;
}

export const createHoles = (): RecordHoles => ({
  bytes: new Uint8Array(mostHoleBytes),
  ends: new Int32Array(mostHoles),
  count: 0,
});

/** For records that have no holes. */
export const noHoles = createHoles();

const endOf = ({ ends, count }: RecordHoles): number => (count === 0 ? 0 : (ends[count - 1] as number));

/** Fills the next hole with text, which is ASCII. */
export function fillText(holes: RecordHoles, text: string): void {
  let at = endOf(holes);
  for (let i = 0; i < text.length; i++) holes.bytes[at++] = text.charCodeAt(i);
  holes.ends[holes.count++] = at;
}

/** Fills the next hole with a moment, milliseconds since 1970. */
export function fillTime(holes: RecordHoles, milliseconds: number): void {
  const at = putTime(holes.bytes, endOf(holes), milliseconds);
  holes.ends[holes.count++] = at;
}

/** A record as text. */
export function fillRecord({ pieces }: RecordTemplate, { bytes, ends, count }: RecordHoles): string {
  const filling = Buffer.from(bytes.buffer).toString('latin1');
  let text = pieces[0] ?? '';
  for (let i = 0, from = 0; i < count; i++) {
    const end = ends[i] as number;
    text += filling.slice(from, end) + (pieces[i + 1] ?? '');
    from = end;
  }
  return text;
}
