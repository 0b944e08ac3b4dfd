/** One pass of Huffman's algorithm over weights sorted ascending: the depth of each. */
function depths(weights: readonly number[]): number[] {
  const leaves = weights.length;
  const total = 2 * leaves - 1;
  const sums = [...weights];
  const parents: number[] = [];
  let leaf = 0;
  let inner = leaves;
  for (let made = leaves; made < total; made++) {
    let sum = 0;
    for (let side = 0; side < 2; side++) {
      const useLeaf = leaf < leaves && (inner >= made || (sums[leaf] ?? 0) <= (sums[inner] ?? 0));
      const chosen = useLeaf ? leaf++ : inner++;
      sum += sums[chosen] ?? 0;
      parents[chosen] = made;
    }
    sums.push(sum);
  }
  const depth: number[] = [];
  depth[total - 1] = 0;
  for (let node = total - 2; node >= 0; node--) depth[node] = (depth[parents[node] ?? 0] ?? 0) + 1;
  return depth.slice(0, leaves);
}

/**
 * Lengths of the codes of an alphabet, none longer than `limit`: 0 for a symbol of weight 0. At least two symbols
 * get a code, which some decoders insist on. Where Huffman's codes are too long the weights are evened out until
 * they are not, which costs next to nothing in size.
 *
 * @see RFC 1951 3.2.2 Use of Huffman coding in the "deflate" format
 */
export function codeLengths(weights: ArrayLike<number>, limit: number): Uint8Array {
  const used: { symbol: number; weight: number }[] = [];
  for (let symbol = 0; symbol < weights.length; symbol++) {
    const weight = weights[symbol] ?? 0;
    if (weight > 0) used.push({ symbol, weight });
  }
  for (let symbol = 0; used.length < 2; symbol++)
    if (!used.some((one) => one.symbol === symbol)) used.push({ symbol, weight: 1 });
  used.sort((a, b) => a.weight - b.weight || a.symbol - b.symbol);
  let even = used.map(({ weight }) => weight);
  let lengths = depths(even);
  while (Math.max(...lengths) > limit) {
    even = even.map((weight) => Math.ceil(weight / 2));
    lengths = depths(even);
  }
  const result = new Uint8Array(weights.length);
  used.forEach(({ symbol }, i) => {
    result[symbol] = lengths[i] ?? 0;
  });
  return result;
}

function reversed(code: number, length: number): number {
  let result = 0;
  for (let i = 0; i < length; i++) result |= ((code >> i) & 1) << (length - 1 - i);
  return result;
}

/**
 * The codes that belong to the lengths, their bits in the order in which they are written: first bit lowest.
 *
 * @see RFC 1951 3.2.2
 */
export function canonicalCodes(lengths: Uint8Array): Uint16Array {
  const counts = new Uint16Array(16);
  for (const length of lengths) if (length > 0) counts[length] = (counts[length] ?? 0) + 1;
  const next = new Uint16Array(17);
  for (let length = 1; length < 16; length++)
    next[length + 1] = ((next[length] ?? 0) + (counts[length] ?? 0)) << 1;
  const codes = new Uint16Array(lengths.length);
  lengths.forEach((length, symbol) => {
    if (length === 0) return;
    const code = next[length] ?? 0;
    next[length] = code + 1;
    codes[symbol] = reversed(code, length);
  });
  return codes;
}
