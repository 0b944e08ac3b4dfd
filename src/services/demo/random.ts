/**
 * Counter-based randomness: every number is a hash of (seed, stream, index). Any number can be made alone, in any
 * order, and is the same everywhere.
 */

/** A seed of 32 bits made from a name. */
export function seedOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

function mix(input: number): number {
  let h = input | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** 32 random bits. `stream` tells the uses of one seed apart, `index` counts along one of them. */
export function randomBits(seed: number, stream: number, index: number): number {
  return mix(mix(mix(seed ^ 0x9e3779b9) + stream) + Math.imul(index, 0x9e3779b1)) >>> 0;
}

/** A random number, `0 <= x < 1`, evenly spread. */
export function uniform(seed: number, stream: number, index: number): number {
  return randomBits(seed, stream, index) / 0x1_0000_0000;
}

/**
 * A random number near a normal distribution of mean 0 and deviation 1, never beyond ±3.5: the sum of four even
 * ones, which needs no logarithm that an engine may round its own way.
 */
export function gaussian(seed: number, stream: number, index: number): number {
  let sum = -2;
  for (let part = 0; part < 4; part++) sum += uniform(seed, stream, index * 4 + part);
  return sum * Math.sqrt(3);
}
