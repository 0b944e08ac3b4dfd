import { AppError } from '../platform/errors.ts';

const statusOf = (error: unknown): number | undefined => {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return undefined;
  return typeof error.statusCode === 'number' ? error.statusCode : undefined;
};

/**
 * The `AppError` for anything that was thrown. What the HTTP library refuses keeps being the client's fault;
 * everything else that is not ours is `internal`, and says nothing of its cause.
 */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const status = statusOf(error) ?? 500;
  if (status === 404) return new AppError('not_found', 'There is nothing at this address.');
  if (status === 413 || status === 414 || status === 431)
    return new AppError('payload_too_large', 'The request is too large.', { cause: error });
  if (status >= 400 && status < 500)
    return new AppError('invalid_param', 'The request cannot be read: check the address and the headers.', {
      cause: error,
    });
  return new AppError('internal', 'Something went wrong here. The request reference leads to the cause.', {
    cause: error,
  });
}
