/**
 * The CRC-32 of gzip, computed without the text where that is known.
 *
 * The register of a CRC is a linear map of its value before and of the bytes: after a fixed piece of text it is a
 * linear map of the old register, which depends on the length of the piece alone, xor a constant.
 *
 * @see RFC 1952 8. Appendix: Sample CRC Code
 */
const byteTable = new Int32Array(256);
for (let byte = 0; byte < 256; byte++) {
  let register = byte;
  for (let bit = 0; bit < 8; bit++) register = register & 1 ? (register >>> 1) ^ 0xedb88320 : register >>> 1;
  byteTable[byte] = register;
}

/** The register after one more byte. */
const afterByte = (register: number, byte: number): number =>
  (byteTable[(register ^ byte) & 0xff] as number) ^ (register >>> 8);

/** What so many zero bytes make of a register: 256 entries for each of its bytes, the lowest first. */
export type CrcMap = Int32Array;
/** A map takes so many entries. */
export const mapSize = 1024;

/** The map of what each bit of a register becomes, the lowest first. */
function mapOf(bits: Int32Array): CrcMap {
  const map = new Int32Array(mapSize);
  for (let bit = 0; bit < 32; bit++) {
    const part = (bit >> 3) << 8;
    const step = 1 << (bit & 7);
    // Linear: an entry with this bit is the one without it, xor the bit's own.
    for (let i = 0; i < step; i++) map[part + step + i] = (map[part + i] as number) ^ (bits[bit] as number);
  }
  return map;
}

const bit = (i: number): number => 1 << i;
/** The maps of 1, 2, 4 … bytes: each is the one before, twice. */
const doubled: CrcMap[] = [mapOf(Int32Array.from({ length: 32 }, (_, i) => afterByte(bit(i), 0)))];

function createMap(length: number): CrcMap {
  const bits = Int32Array.from({ length: 32 }, (_, i) => bit(i));
  for (let power = 0; length >> power > 0; power++) {
    const before = doubled[power - 1];
    if (before !== undefined)
      doubled[power] ??= mapOf(
        Int32Array.from({ length: 32 }, (_, i) => applyMap(before, applyMap(before, bit(i)))),
      );
    const map = doubled[power] as CrcMap;
    if ((length >> power) & 1) for (let i = 0; i < 32; i++) bits[i] = applyMap(map, bits[i] as number);
  }
  return mapOf(bits);
}

/** Maps up to this length are kept, of 4 KiB each: those of numbers, ids and most pieces. */
const longestKept = 512;
const maps: (CrcMap | undefined)[] = [];

/** The map of a length. */
export function crcMap(length: number): CrcMap {
  if (length > longestKept) return createMap(length);
  maps[length] ??= createMap(length);
  return maps[length];
}

/** Applies a map. For up to four bytes xor-ed into the register first, this is the register after those bytes. */
export const applyMap = (map: CrcMap, register: number): number =>
  (map[register & 0xff] as number) ^
  (map[256 | ((register >>> 8) & 0xff)] as number) ^
  (map[512 | ((register >>> 16) & 0xff)] as number) ^
  (map[768 | (register >>> 24)] as number);

const fourMap = createMap(4);

/** The register after ASCII text. */
export function afterText(register: number, text: string): number {
  const { length } = text;
  let result = register;
  let at = 0;
  for (; at + 4 <= length; at += 4) {
    const four =
      text.charCodeAt(at) |
      (text.charCodeAt(at + 1) << 8) |
      (text.charCodeAt(at + 2) << 16) |
      (text.charCodeAt(at + 3) << 24);
    result = applyMap(fourMap, result ^ four);
  }
  for (; at < length; at++) result = afterByte(result, text.charCodeAt(at));
  return result;
}
