/**
 * The alphabets of deflate: literals and lengths in one, distances in another.
 *
 * @see RFC 1951 3.2.5 Compressed blocks (length and distance codes)
 */
export const literalCount = 286;
export const distanceCount = 30;
/** The symbol that ends a block. */
export const endOfBlock = 256;
export const shortestMatch = 3;
export const longestMatch = 258;
export const farthestMatch = 32_768;

/** How many bits follow a symbol to tell its lengths or distances apart, and the smallest of them. */
export interface Ranges {
  readonly extraBits: Uint8Array;
  readonly bases: Uint16Array;
}

function ranges(size: number, first: number, extraOf: (index: number) => number): Ranges {
  const extraBits = new Uint8Array(size);
  const bases = new Uint16Array(size);
  let base = first;
  for (let i = 0; i < size; i++) {
    extraBits[i] = extraOf(i);
    bases[i] = base;
    base += 1 << extraOf(i);
  }
  return { extraBits, bases };
}

/** Index 0 is symbol 257. The last, 285, is the length 258 alone. */
export const lengthRanges: Ranges = ranges(29, shortestMatch, (i) => (i < 8 || i === 28 ? 0 : (i >> 2) - 1));
lengthRanges.bases[28] = longestMatch;

export const distanceRanges: Ranges = ranges(distanceCount, 1, (i) => (i < 4 ? 0 : (i >> 1) - 1));

/** Symbol of each length 3 … 258. */
export const lengthSymbols = new Uint16Array(longestMatch + 1);
for (let i = 0, length = shortestMatch; i < 29; i++) {
  const next = i === 28 ? longestMatch + 1 : (lengthRanges.bases[i + 1] as number);
  for (; length < next && length <= longestMatch; length++) lengthSymbols[length] = 257 + i;
}
lengthSymbols[longestMatch] = 285;

/** Symbol of each distance up to 256, then of each 128 beyond. */
const nearSymbols = new Uint8Array(257);
const farSymbols = new Uint8Array(257);
for (let i = 0; i < distanceCount; i++) {
  const base = distanceRanges.bases[i] as number;
  const end = base + (1 << (distanceRanges.extraBits[i] as number));
  for (let distance = base; distance < end; distance++) {
    if (distance <= 256) nearSymbols[distance] = i;
    else farSymbols[(distance - 1) >> 7] = i;
  }
}

/** Symbol of a distance 1 … 32,768. */
export const distanceSymbol = (distance: number): number =>
  (distance <= 256 ? nearSymbols[distance] : farSymbols[(distance - 1) >> 7]) as number;
