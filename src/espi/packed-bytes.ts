/** Bytes being written; `at` is where the next one goes. */
export interface ByteSink {
  bytes: Uint8Array;
  at: number;
}

/** Bytes being read; `at` is the next one. */
export interface ByteSource {
  readonly bytes: Uint8Array;
  at: number;
}

/** Stored bytes that cannot be read. */
export class PackedReadingsError extends Error {
  constructor(reason: string) {
    super(`Packed readings: ${reason}`);
    this.name = 'PackedReadingsError';
  }
}

/** Bytes of the longest number. */
export const longestVarint = 8;

/** An empty sink, and room for `size` bytes; it grows when that is not enough. */
export function createSink(size: number): ByteSink {
  return { bytes: new Uint8Array(size), at: 0 };
}

/** Makes room for `size` more bytes. */
export function reserve(sink: ByteSink, size: number): void {
  if (sink.at + size <= sink.bytes.length) return;
  const larger = new Uint8Array(Math.max(sink.bytes.length * 2, sink.at + size));
  larger.set(sink.bytes);
  sink.bytes = larger;
}

/**
 * Writes a whole number 0 … 2^53 - 1 in groups of 7 bits, the lowest first, all but the last with the top bit
 * set: one byte up to 127, two up to 16,383.
 */
export function putVarint(sink: ByteSink, value: number): void {
  reserve(sink, longestVarint);
  const { bytes } = sink;
  let { at } = sink;
  let rest = value;
  // Bit operators see 32 bits only.
  while (rest > 0x7fffffff) {
    bytes[at++] = (rest % 128) | 128;
    rest = Math.floor(rest / 128);
  }
  while (rest > 127) {
    bytes[at++] = (rest & 127) | 128;
    rest >>>= 7;
  }
  bytes[at++] = rest;
  sink.at = at;
}

/** Writes an integer of either sign, |value| < 2^52, so that small ones are short: 0, -1, 1, -2, … → 0, 1, 2, 3, … */
export function putSigned(sink: ByteSink, value: number): void {
  putVarint(sink, value < 0 ? -2 * value - 1 : 2 * value);
}

/** Writes one bit per flag, the first in the lowest bit of the first byte. */
export function putBitmap(sink: ByteSink, size: number, isSet: (index: number) => boolean): void {
  const length = Math.ceil(size / 8);
  reserve(sink, length);
  sink.bytes.fill(0, sink.at, sink.at + length);
  for (let i = 0; i < size; i++) {
    if (isSet(i)) sink.bytes[sink.at + (i >> 3)] = (sink.bytes[sink.at + (i >> 3)] ?? 0) | (1 << (i & 7));
  }
  sink.at += length;
}

/** @throws PackedReadingsError at the end of the bytes. */
export function takeByte(source: ByteSource): number {
  const byte = source.bytes[source.at];
  if (byte === undefined) throw new PackedReadingsError('the bytes end too early');
  source.at++;
  return byte;
}

/** Reads what `putVarint` wrote. @throws PackedReadingsError */
export function takeVarint(source: ByteSource): number {
  let byte = takeByte(source);
  let value = byte & 127;
  for (let scale = 128; byte > 127; scale *= 128) {
    if (scale > 2 ** 49) throw new PackedReadingsError('a number is too long');
    byte = takeByte(source);
    value += (byte & 127) * scale;
  }
  return value;
}

/** Reads what `putSigned` wrote. @throws PackedReadingsError */
export function takeSigned(source: ByteSource): number {
  const value = takeVarint(source);
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}

/** Takes the bitmap of `size` flags; ask it with `hasBit`. @throws PackedReadingsError */
export function takeBitmap(source: ByteSource, size: number): Uint8Array {
  const end = source.at + Math.ceil(size / 8);
  if (end > source.bytes.length) throw new PackedReadingsError('the bytes end too early');
  const bitmap = source.bytes.subarray(source.at, end);
  source.at = end;
  return bitmap;
}

/** Whether a flag of a bitmap is set; without a bitmap, all are. */
export function hasBit(bitmap: Uint8Array | undefined, index: number): boolean {
  return bitmap === undefined || ((bitmap[index >> 3] ?? 0) & (1 << (index & 7))) !== 0;
}
