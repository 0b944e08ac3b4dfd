import { AppError } from '../platform/errors.ts';

/** Bytes `start … end - 1`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * The one range that a `Range` header asks for; undefined when the whole file is to be sent: no header,
 * another unit, several ranges or no sense at all, which a server may ignore.
 *
 * @throws AppError `range_not_satisfiable` when the range begins beyond the end.
 * @see RFC 9110 section 14.2
 */
export function byteRange(header: string | undefined, size: number): ByteRange | undefined {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '');
  if (match === null) return undefined;
  const [, first = '', last = ''] = match;
  if (first === '' && last === '') return undefined;
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size : Math.min(size, Number(last) + 1);
  if (start >= end)
    throw new AppError('range_not_satisfiable', `The file has ${size} bytes.`, { parameter: 'Range' });
  return { start, end };
}
