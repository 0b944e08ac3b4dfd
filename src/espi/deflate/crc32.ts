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

/** The register after ASCII text. */
export function afterText(register: number, text: string): number {
  let result = register;
  for (let i = 0; i < text.length; i++) result = afterByte(result, text.charCodeAt(i));
  return result;
}

/** What so many zero bytes make of a register: 256 entries for each of its bytes, the lowest first. */
export type CrcMap = Int32Array;
/** A map takes so many entries. */
export const mapSize = 1024;

function createMap(length: number): CrcMap {
  const map = new Int32Array(mapSize);
  for (let bit = 0; bit < 32; bit++) {
    let register = 1 << bit;
    for (let i = 0; i < length; i++) register = afterByte(register, 0);
    const part = (bit >> 3) << 8;
    const step = 1 << (bit & 7);
    // Linear: an entry with this bit is the one without it, xor the bit's own.
    for (let i = 0; i < step; i++) map[part + step + i] = (map[part + i] as number) ^ register;
  }
  return map;
}

/** Longest piece that has a map; what is longer is not worth one. */
export const longestMapped = 2048;
const maps: (CrcMap | undefined)[] = [];

/** The map of a length 0 … `longestMapped`. It is made once, of 4 KiB. */
export function crcMap(length: number): CrcMap {
  if (length > longestMapped) throw new RangeError(`No map for ${length} bytes`);
  maps[length] ??= createMap(length);
  return maps[length];
}

/** Applies a map. For up to four bytes xor-ed into the register first, this is the register after those bytes. */
export const applyMap = (map: CrcMap, register: number): number =>
  (map[register & 0xff] as number) ^
  (map[256 | ((register >>> 8) & 0xff)] as number) ^
  (map[512 | ((register >>> 16) & 0xff)] as number) ^
  (map[768 | (register >>> 24)] as number);
