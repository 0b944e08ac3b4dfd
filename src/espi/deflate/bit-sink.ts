import { chunkBytes } from '../feed-sink.ts';

const capacity = 3 * chunkBytes;
/** Bytes that are free whenever `makeRoom` returns. */
export const roomBytes = 1024;

/**
 * Bits on their way out, the first in the lowest bit of the first byte. `rest` holds the fewer than 8 that do not
 * fill a byte yet.
 */
export interface BitSink {
  bytes: Buffer;
  view: DataView;
  /** The next byte to be written. */
  at: number;
  rest: number;
  /** How many bits `rest` holds: 0 … 7. */
  restBits: number;
  readonly ready: Uint8Array[];
}

const viewOf = ({ buffer, byteOffset, byteLength }: Buffer): DataView =>
  new DataView(buffer, byteOffset, byteLength);

export function createBitSink(): BitSink {
  const bytes = Buffer.allocUnsafeSlow(capacity);
  return { bytes, view: viewOf(bytes), at: 0, rest: 0, restBits: 0, ready: [] };
}

/**
 * Appends the lowest `count` bits of a value, 0 … 24; all higher bits must be 0. Four bytes are stored, of which the
 * full ones stay: that needs no branch, and the next ones are stored over the others.
 */
export function putBits(sink: BitSink, value: number, count: number): void {
  const rest = sink.rest | (value << sink.restBits);
  sink.view.setInt32(sink.at, rest, true);
  const bits = sink.restBits + count;
  sink.at += bits >> 3;
  sink.rest = rest >>> (bits & 24);
  sink.restBits = bits & 7;
}

function rotate(sink: BitSink): Uint8Array {
  const chunk = sink.bytes.subarray(0, sink.at);
  sink.bytes = Buffer.allocUnsafeSlow(capacity);
  sink.view = viewOf(sink.bytes);
  sink.at = 0;
  return chunk;
}

/** Appends bytes that begin with the bits of `rest`: not too many to let pieces grow long enough. */
export function putBytes(sink: BitSink, bytes: Uint8Array): void {
  if (sink.at + bytes.length + roomBytes > capacity) sink.ready.push(rotate(sink));
  sink.bytes.set(bytes, sink.at);
  sink.at += bytes.length;
}

/** Makes sure that `roomBytes` bytes can be written. */
export function makeRoom(sink: BitSink): void {
  if (sink.at + roomBytes > capacity) sink.ready.push(rotate(sink));
}

/** The next piece of at least `chunkBytes`, or undefined. */
export const takeChunk = (sink: BitSink): Uint8Array | undefined =>
  sink.ready.shift() ?? (sink.at >= chunkBytes ? rotate(sink) : undefined);

/** All that is left, filled up to a whole byte, followed by two numbers of 32 bits. */
export function endBits(sink: BitSink, ...numbers: readonly [number, number]): Uint8Array {
  makeRoom(sink);
  if (sink.restBits > 0) putBits(sink, 0, 8 - sink.restBits);
  for (const number of numbers) {
    sink.view.setUint32(sink.at, number >>> 0, true);
    sink.at += 4;
  }
  return Buffer.concat([...sink.ready.splice(0), sink.bytes.subarray(0, sink.at)]);
}
