import { kernelModule } from './reading-kernel.wasm.ts';

/** As much of WebAssembly as is used; the types of Node leave it out. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};

/** Constants of the kernel, where they are described: `kernel-memory.as.ts`. */
type Constant =
  | 'tabled'
  | 'nearest'
  | 'mostReadings'
  | 'mostRowBytes'
  | 'slots'
  | 'registerAt'
  | 'costAt'
  | 'valueAt'
  | 'costLengthAt'
  | 'valueLengthAt'
  | 'restAt'
  | 'restBitsAt'
  | 'outLengthAt'
  | 'pendingAt'
  | 'distanceAt'
  | 'sizeAt'
  | 'startAt'
  | 'rowAt'
  | 'startsAt'
  | 'valuesAt'
  | 'costsAt'
  | 'spareAt'
  | 'outAt'
  | 'firstSlotAt'
  | 'numbersAt'
  | 'digitMapsAt'
  | 'runsAt'
  | 'nearAt'
  | 'digitsAt'
  | 'zeroBitsAt'
  | 'costMapsAt'
  | 'valueMapsAt'
  | 'middleMapAt'
  | 'gapMapAt'
  | 'startEffectsAt'
  | 'traitsAt'
  | 'stepAt'
  | 'mostSteps'
  | 'stepsAt'
  | 'stepBytes'
  | 'slotBytes';

type Kernel = Readonly<Record<Constant, { readonly value: number }>> & {
  readonly memory: { readonly buffer: ArrayBuffer };
  unpackNumbers(from: number, end: number, count: number, to: number): number;
  writeReadings(slot: number, from: number, to: number): number;
};

// Shared by all feeds: each call is made and used up in one step, with no other in between.
const module = new WebAssembly.Module(Buffer.from(kernelModule, 'base64'));
const kernel = new WebAssembly.Instance(module).exports as Kernel;

/** A constant of the kernel. */
export const constant = (name: Constant): number => kernel[name].value;

/** Its memory, which never grows. */
export const { buffer } = kernel.memory;
export const bytes: Uint8Array = new Uint8Array(buffer);
export const integers: Int32Array = new Int32Array(buffer);

/** Numbers below this are told by tables, four digits at once. */
export const tabled: number = constant('tabled');
/** Distances up to this have all their bits in one entry. */
export const nearest: number = constant('nearest');
/** Readings that the columns of the kernel hold. */
export const mostReadings: number = constant('mostReadings');

const columnAt = (at: number): Float64Array => new Float64Array(buffer, at, mostReadings);

/** The columns that it writes readings from. */
export const kernelColumns = {
  starts: columnAt(constant('startsAt')),
  values: columnAt(constant('valuesAt')),
  costs: columnAt(constant('costsAt')),
} as const;

export const { writeReadings } = kernel;

const rowAt = constant('rowAt');
const mostRowBytes = constant('mostRowBytes');
const spare = columnAt(constant('spareAt'));

/**
 * Unpacks `count` signed varints, each of which is told by the one before: the first by 0.
 *
 * @param row all bytes of the row; the first number begins at `from`.
 * @param numbers where they go: a column of the kernel, or any array.
 * @returns where the next column begins; 0 where there is no room for so many, where a number takes more than seven bytes,
 *   or where the row ends too early. Then what `numbers` holds means nothing.
 */
export function unpackNumbers(row: Uint8Array, from: number, count: number, numbers: Float64Array): number {
  if (row.length > mostRowBytes || count > mostReadings) return 0;
  bytes.set(row, rowAt);
  const isHere = numbers.buffer === buffer;
  const to = isHere ? numbers.byteOffset : spare.byteOffset;
  const end = kernel.unpackNumbers(rowAt + from, rowAt + row.length, count, to);
  if (end === 0) return 0;
  if (!isHere) for (let i = 0; i < count; i++) numbers[i] = spare[i] as number;
  return end - rowAt;
}
