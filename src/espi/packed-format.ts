/**
 * The layout of packed readings, version 1.
 *
 * A series is *regular* when every reading lasts `step` seconds and begins a multiple of `step` after
 * `startTs`, at most one at each: then its times need no bytes. It has `n` slots, the last of them taken.
 * All other series are *irregular*: `enc` 1, `step` 0, and `n` is the number of readings.
 *
 * `data` is a byte with the version, two bytes with the flags below (low byte first), then these columns, in
 * this order, each only when its flag says so:
 *
 * | column | encoding |
 * | --- | --- |
 * | times (irregular only) | per reading: varint of start minus the start before (the first minus `startTs`), signed varint of duration minus the duration before (the first minus 0) |
 * | gaps (regular only) | bitmap of `n` slots: a reading is there |
 * | value | with `valueMissing` a bitmap of the readings that have one; signed varint of each minus the one before (the first minus 0) |
 * | cost | the same with `costMissing` |
 * | quality | runs: varint of how many readings, varint of how many codes (0: none), signed varint of each code |
 * | tou, cpp, consumptionTier | runs: varint of how many readings, varint of 0 for none, else 1 + the zigzag number |
 *
 * Runs follow one another until every reading has its share. Varint: groups of 7 bits, lowest first, the top
 * bit set in all but the last; signed varints are zigzag numbers (0, -1, 1, -2 … → 0, 1, 2, 3 …).
 */
export interface PackedReadings {
  /** Start of the first reading in epoch seconds. */
  readonly startTs: number;
  /** Seconds from slot to slot; 0 for an irregular series. */
  readonly step: number;
  /** Slots of a regular series, readings of an irregular one. */
  readonly n: number;
  /** 0 regular, 1 irregular. */
  readonly enc: number;
  readonly data: Uint8Array;
}

/** The first byte of `data`. */
export const packedVersion = 1;

/** Bits of the flags. */
export const packedFlags = {
  gaps: 1,
  value: 2,
  valueMissing: 4,
  cost: 8,
  costMissing: 16,
  quality: 32,
  tou: 64,
  cpp: 128,
  consumptionTier: 256,
} as const;
