import type { OauthClient } from '../../../storage/oauth-clients.ts';
import { type Refusal, type RefusalCode, RefusedError } from '../refusal.ts';
import type { TokenAnswer } from './token-answer.ts';

/** What a grant comes to, decided inside its transaction; a refusal becomes an error only after the commit. */
export type GrantOutcome =
  | { readonly answer: TokenAnswer }
  | { readonly refusal: Refusal; readonly error?: 'invalid_scope' };

const words: Partial<Record<RefusalCode, string>> = {
  code_unknown: 'The code is not known here.',
  code_used: 'The code was used already; the tokens that it gave are revoked.',
  code_expired: 'The code has expired; exchange it within a minute.',
  redirect_uri_differs: 'redirect_uri is not the one of the authorization request.',
  verifier_wrong: 'code_verifier does not fit the code_challenge of the authorization request.',
  token_unknown: 'The refresh token is not known here.',
  token_expired: 'The refresh token has expired or was revoked.',
  refresh_reused: 'The refresh token was used already; all tokens of the authorization are revoked.',
  authorization_ended: 'The authorization has ended.',
  scope_insufficient: 'The scope is wider than the granted one.',
};

/**
 * The answer of a grant.
 *
 * @throws RefusedError `invalid_grant`, or what the outcome names.
 */
export function grantedOrThrow(outcome: GrantOutcome, client: Pick<OauthClient, 'id'>): TokenAnswer {
  if ('answer' in outcome) return outcome.answer;
  const { refusal, error = 'invalid_grant' } = outcome;
  throw new RefusedError(error, words[refusal.code] ?? 'The grant is not good.', {
    refusal,
    owner: { clientId: client.id },
  });
}
