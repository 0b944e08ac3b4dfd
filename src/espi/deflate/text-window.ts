import { farthestMatch } from './symbols.ts';

const capacity = 2 * farthestMatch;
const hashBits = 14;
const ring = farthestMatch - 1;
/** Positions beyond this are counted anew, long before they would not fit into 32 bits. */
const lastPosition = 2 ** 30;

/**
 * The text that was written last, in which what comes next may occur again. Readings are written without text and
 * are not in it: they leave a jump, so that the distance of two places is not that of their positions here.
 */
export interface TextWindow {
  readonly bytes: Buffer;
  /** The same, to be read four bytes at once. */
  readonly view: DataView;
  /** Position of the first byte that is held. Positions count up from 1, so that 0 is none. */
  base: number;
  /** What lies before is encoded. */
  done: number;
  /** Where the next byte goes. */
  end: number;
  /** Stretches without a jump: where each begins, and what to add for the place in the feed. */
  readonly starts: number[];
  readonly offsets: number[];
  /** Last position of each hash; the one before of each position, for as many as can be referred to. */
  readonly heads: Int32Array;
  readonly links: Int32Array;
  /** How far back the last long match was, in positions: text of one kind repeats in step. */
  stride: number;
}

/** Makes a window empty again. What its places were linked to is not forgotten: only heads lead to it. */
export function emptyWindow(window: TextWindow): void {
  window.base = 1;
  window.done = 1;
  window.end = 1;
  window.starts.splice(0, Number.POSITIVE_INFINITY, 1);
  window.offsets.splice(0, Number.POSITIVE_INFINITY, -1);
  window.heads.fill(0);
  window.stride = 0;
}

/** An empty window. */
export function createTextWindow(position = 1): TextWindow {
  const bytes = Buffer.allocUnsafeSlow(capacity);
  return {
    bytes,
    view: new DataView(bytes.buffer),
    base: position,
    done: position,
    end: position,
    starts: [position],
    offsets: [-position],
    heads: new Int32Array(1 << hashBits),
    links: new Int32Array(farthestMatch),
    stride: 0,
  };
}

/** Appends text of which there is room; returns its bytes. */
export function appendText(window: TextWindow, text: string): number {
  const length = window.bytes.write(text, window.end - window.base, 'utf8');
  window.end += length;
  return length;
}

/** Whether so many bytes can be appended. */
export const hasRoom = ({ base, end }: TextWindow, size: number): boolean => end - base + size <= capacity;

/** The bytes that are not encoded yet. */
export const waitingBytes = ({ bytes, base, done, end }: TextWindow): Uint8Array =>
  bytes.subarray(done - base, end - base);

/** Counts positions from 1 again. What was remembered is forgotten: once in a gigabyte of text. */
function restartPositions(window: TextWindow): void {
  const shift = window.base - 1;
  window.base = 1;
  window.done -= shift;
  window.end -= shift;
  for (let i = 0; i < window.starts.length; i++) {
    window.starts[i] = (window.starts[i] ?? 0) - shift;
    window.offsets[i] = (window.offsets[i] ?? 0) + shift;
  }
  window.heads.fill(0);
  window.links.fill(0);
}

/** Forgets what is too far back to be used. All text must be encoded. */
export function slide(window: TextWindow): void {
  const { bytes, starts, offsets, base, end } = window;
  const shift = end - base - farthestMatch;
  if (shift <= 0) return;
  bytes.copyWithin(0, shift, end - base);
  window.base += shift;
  while ((starts[1] ?? Number.POSITIVE_INFINITY) <= window.base) {
    starts.shift();
    offsets.shift();
  }
  if (end > lastPosition) restartPositions(window);
}

/** Something else was written: the next byte of text stands at this place of the feed. */
export function jumpTo({ starts, offsets, end }: TextWindow, place: number): void {
  if (starts.at(-1) === end) {
    starts.pop();
    offsets.pop();
  }
  starts.push(end);
  offsets.push(place - end);
}

/** Hash of the four bytes at a position. */
const hashAt = ({ view, base }: TextWindow, at: number): number =>
  Math.imul(view.getInt32(at - base, true), 0x9e3779b1) >>> (32 - hashBits);

/** Remembers where the four bytes at a position stand, so that a search finds them. */
export function remember(window: TextWindow, at: number): void {
  if (at + 4 > window.end) return;
  const hash = hashAt(window, at);
  window.links[at & ring] = window.heads[hash] as number;
  window.heads[hash] = at;
}

/** The latest position that may hold the same four bytes as the one at `at`; 0 for none. */
export const latest = (window: TextWindow, at: number): number => window.heads[hashAt(window, at)] as number;

/** The one before. */
export const earlier = ({ links }: TextWindow, position: number): number => links[position & ring] as number;

/** How many bytes from two positions on are the same, at most `most`. */
export function equalBytes(
  { bytes, view, base }: TextWindow,
  from: number,
  at: number,
  most: number,
): number {
  const a = from - base;
  const b = at - base;
  let length = 0;
  while (length + 4 <= most && view.getInt32(a + length, true) === view.getInt32(b + length, true))
    length += 4;
  while (length < most && bytes[a + length] === bytes[b + length]) length++;
  return length;
}
