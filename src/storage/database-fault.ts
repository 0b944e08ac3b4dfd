import { AppError } from '../platform/errors.ts';

/** What a server says, or the network, when it is not there for the moment: it stops, starts, or is full. */
const absent: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOTFOUND',
  '57P01',
  '57P02',
  '57P03',
  '53300',
]);

/** What the driver says without a code. */
const absentWords =
  /^(?:Connection terminated|timeout exceeded when trying to connect|Client (?:has encountered a connection error|was closed) and is not queryable)/;

const queryCanceled = '57014';

/**
 * The error for what a database threw: `timeout` for a statement that took too long, `unavailable` when the server is not
 * there or has no connection to give. Everything else stays what it is.
 */
export function databaseFault(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  if (code === queryCanceled && /statement timeout/.test(error.message))
    return new AppError(
      'timeout',
      'The database took too long to answer. Ask for less, or try again later.',
      {
        cause: error,
      },
    );
  if ((code !== undefined && absent.has(code)) || (code === undefined && absentWords.test(error.message)))
    return new AppError('unavailable', 'The database cannot be reached at present.', { cause: error });
  return error;
}
