/**
 * Every code that an `AppError` may carry. `docs/errors.md` explains each one; a test compares the two in
 * both directions.
 */
export const errorCodes = [
  'invalid_param',
  'invalid_input',
  'invalid_config',
  'invalid_token',
  'wrong_token',
  'insufficient_scope',
  'not_allowed',
  'form_refused',
  'too_many_requests',
  'rate_limited',
  'invalid_request',
  'invalid_client',
  'invalid_grant',
  'unauthorized_client',
  'unsupported_grant_type',
  'unsupported_response_type',
  'invalid_scope',
  'access_denied',
  'not_found',
  'method_not_allowed',
  'conflict',
  'range_not_satisfiable',
  'payload_too_large',
  'data_in_use',
  'data_unreadable',
  'unavailable',
  'overloaded',
  'timeout',
  'internal',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** What an error may say beyond its message. */
export interface ErrorDetails {
  /** For the log only: never shown to a client. */
  readonly detail?: unknown;
  /** The parameter, option or column that is at fault. */
  readonly parameter?: string;
  /** After which time it may be tried again. */
  readonly retryAfterSeconds?: number;
  readonly cause?: unknown;
}

/**
 * A violated expectation with a code of the closed list. `message` may be shown to whoever asked: it names
 * the place and the fix, and holds nothing that is not theirs.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly parameter: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly detail: unknown;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'AppError';
    this.code = code;
    this.parameter = details.parameter;
    this.retryAfterSeconds = details.retryAfterSeconds;
    this.detail = details.detail;
  }
}
