import type { PathParams } from '../../espi/resources.ts';
import { AppError } from '../../platform/errors.ts';

const uidPattern = /^[\w.~=-]{1,64}$/;

/**
 * The uids of a path.
 *
 * @throws AppError `not_found` for text that no uid can be, such as one with a NUL byte, so that it never
 * reaches the database.
 */
export function pathParams(params: unknown): PathParams {
  const entries = Object.entries(params as Readonly<Record<string, string>>);
  if (!entries.every(([, value]) => uidPattern.test(value)))
    throw new AppError('not_found', 'There is nothing at this address, or it is not yours to see.');
  return Object.fromEntries(entries);
}
