import type { OauthClient } from '../../../storage/oauth-clients.ts';
import type { Refusal } from '../refusal.ts';

/** Errors that RFC 6749 section 4.1.2.1 sends back to the third party. */
export type AuthorizeErrorCode =
  | 'invalid_request'
  | 'unauthorized_client'
  | 'access_denied'
  | 'unsupported_response_type'
  | 'invalid_scope'
  | 'server_error'
  | 'temporarily_unavailable';

/**
 * What is wrong with the link of a third party, on a page, because nobody can be sent back safely. The code is what
 * a customer reads to the third party, and what the log has.
 */
export const pageProblems = {
  client_missing: { code: 'AUTH-101', status: 401 },
  client_unknown: { code: 'AUTH-102', status: 401 },
  client_suspended: { code: 'AUTH-103', status: 403 },
  redirect_uri: { code: 'AUTH-104', status: 403 },
  request: { code: 'AUTH-105', status: 400 },
} as const;

/** A failed check: for a page, or for the third party. */
export type AuthorizeFault =
  | {
      readonly page: keyof typeof pageProblems;
      /** For the developer. */
      readonly description: string;
      readonly refusal: Refusal;
      readonly client?: OauthClient | undefined;
    }
  | {
      readonly error: AuthorizeErrorCode;
      readonly description: string;
      readonly refusal: Refusal;
    };

/** A fault of a parameter that the third party is told of. */
export const parameterFault = (
  parameter: string,
  description: string,
  error: AuthorizeErrorCode = 'invalid_request',
): AuthorizeFault => ({ error, description, refusal: { code: 'parameter_invalid', parameter } });
