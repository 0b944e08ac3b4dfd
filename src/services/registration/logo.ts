import { sha256 } from '../../platform/hash.ts';
import type { StoredLogo } from '../../storage/registration-changes.ts';

/** The heaviest logo. */
export const maxLogoBytes = 200_000;
const minSide = 16;
const maxSide = 2000;

interface Picture {
  readonly mediaType: 'image/png' | 'image/jpeg';
  readonly width: number;
  readonly height: number;
}

const pngSignature = '89504e470d0a1a0a';

/** @see PNG, third edition, section 11.2.1: IHDR is the first chunk. */
function readPng(bytes: Buffer): Picture | undefined {
  if (bytes.length < 33 || bytes.toString('hex', 0, 8) !== pngSignature) return undefined;
  if (bytes.toString('latin1', 12, 16) !== 'IHDR') return undefined;
  return { mediaType: 'image/png', width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

/** @see ITU-T T.81, annex B: the frame header holds the size. */
function readJpeg(bytes: Buffer): Picture | undefined {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return undefined;
  let at = 2;
  while (at + 9 < bytes.length) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame)
      return {
        mediaType: 'image/jpeg',
        height: bytes.readUInt16BE(at + 5),
        width: bytes.readUInt16BE(at + 7),
      };
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return undefined;
}

/**
 * Checks a picture by its own bytes, whatever its sender calls it.
 *
 * @returns the logo to keep; `logo_type` when it is neither PNG nor JPEG, `logo_size` when it has too many bytes
 *   or pixels, or too few.
 */
export function checkLogo(file: {
  readonly bytes: Uint8Array;
  readonly tooLarge: boolean;
}): StoredLogo | 'logo_type' | 'logo_size' {
  const bytes = Buffer.from(file.bytes);
  const picture = readPng(bytes) ?? readJpeg(bytes);
  if (picture === undefined) return 'logo_type';
  if (file.tooLarge || bytes.length > maxLogoBytes) return 'logo_size';
  const { width, height, mediaType } = picture;
  if (Math.max(width, height) > maxSide || Math.min(width, height) < minSide) return 'logo_size';
  return { bytes, mediaType, hash: sha256(bytes).slice(0, 12) };
}
