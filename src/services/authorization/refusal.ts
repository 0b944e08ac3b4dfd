import type { TokenKind } from '../../espi/resources.ts';
import { AppError, type ErrorCode, type ErrorDetails } from '../../platform/errors.ts';

/** Every reason for which a request of a third party is refused, for the log that explains it to its developer. */
export const refusalCodes = [
  'token_missing',
  'token_unknown',
  'token_expired',
  'token_replaced',
  'token_wrong_kind',
  'authorization_ended',
  'scope_insufficient',
  'not_yours',
  'client_unknown',
  'secret_missing',
  'secret_wrong',
  'certificate_wrong',
  'redirect_uri_unknown',
  'redirect_uri_differs',
  'code_unknown',
  'code_used',
  'code_expired',
  'verifier_wrong',
  'refresh_reused',
  'parameter_invalid',
  'registration_suspended',
  'throttled',
] as const;

export type RefusalCode = (typeof refusalCodes)[number];

/** Kinds of bearer token: the three of the standard, and the personal one that acts for a whole registration. */
export type BearerKind = TokenKind | 'api_token';

/** Why a request was refused, with what its explanation names. */
export interface Refusal {
  readonly code: RefusalCode;
  /** Milliseconds: when the token expired, the code was used, the authorization ended; until when to wait. */
  readonly at?: number | undefined;
  readonly gave?: BearerKind | undefined;
  readonly needs?: TokenKind | undefined;
  /** A parameter, a redirect URI, or the missing part of a scope. */
  readonly parameter?: string | undefined;
}

/** Whose request it was, as far as that was known when it was refused. */
export interface RequestOwner {
  /** Key of the third party. */
  readonly clientId: number;
  readonly authorizationUid?: string | undefined;
  readonly tokenKind?: BearerKind | undefined;
}

/** An error with the reason that the request log shows, and whose request it was. */
export class RefusedError extends AppError {
  readonly refusal: Refusal;
  readonly owner: RequestOwner | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    { refusal, owner, ...details }: ErrorDetails & { refusal: Refusal; owner?: RequestOwner | undefined },
  ) {
    super(code, message, details);
    this.name = 'RefusedError';
    this.refusal = refusal;
    this.owner = owner;
  }
}

/** The same refusal, with whose request it was. */
export function withOwner(error: unknown, owner: RequestOwner): unknown {
  if (!(error instanceof RefusedError) || error.owner !== undefined) return error;
  const { code, message, refusal, parameter, retryAfterSeconds, cause } = error;
  return new RefusedError(code, message, {
    refusal,
    owner,
    cause,
    ...(parameter === undefined ? {} : { parameter }),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  });
}
