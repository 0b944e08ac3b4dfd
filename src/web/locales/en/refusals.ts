import type { RefusalCode } from '../../vocabulary.ts';

/** What a refusal may name: words are formatted already. */
export interface RefusalFacts {
  readonly at: string;
  readonly gave: string;
  readonly needs: string;
  readonly parameter: string;
}

/** ` on …`, when the moment is known. */
const on = (at: string): string => (at === '' ? '' : ` on ${at}`);

/** Why a request was refused and what to do, for the developer who sent it. */
export const refusals: Record<RefusalCode, (facts: RefusalFacts) => string> = {
  token_missing: () => 'There was no token. Send the header “Authorization: Bearer …”.',
  token_unknown: () =>
    'We never issued this token. Check that it was copied whole, and that it is for this utility.',
  token_expired: ({ at }) => `The token expired${on(at)}. Get a new one with the refresh token.`,
  token_replaced: ({ at }) => `A refresh on ${at} replaced this token. Use the newest one.`,
  token_wrong_kind: ({ gave, needs }) =>
    `The token was the wrong kind: the ${gave}. This endpoint needs the ${needs}.`,
  authorization_ended: ({ at }) => `The authorization ended${on(at)}. The customer has to consent again.`,
  scope_insufficient: ({ needs }) => `The granted scope does not hold ${needs}. Ask for it in a new consent.`,
  not_yours: () => 'This resource does not exist, or belongs to another authorization.',
  client_unknown: () => 'There is no app with this client_id here.',
  secret_missing: () => 'The client_secret was missing. Send it with HTTP Basic or in the body.',
  secret_wrong: () => 'The client_secret is wrong. It may have been replaced.',
  certificate_wrong: () => 'The client certificate is not the one that is registered.',
  redirect_uri_unknown: ({ parameter }) =>
    `The redirect URI ${parameter} is not registered, or not approved yet.`,
  redirect_uri_differs: () => 'The redirect_uri is not the one of the authorization request.',
  code_unknown: () => 'We never issued this code.',
  code_used: ({ at }) =>
    `The code was used already on ${at}. Its tokens were revoked, because a code works only once.`,
  code_expired: ({ at }) => `The code expired on ${at}. Exchange it within a minute.`,
  verifier_wrong: () => 'The code_verifier does not fit the code_challenge.',
  refresh_reused: ({ at }) =>
    `The refresh token was used already on ${at}. All tokens of the authorization were revoked for safety; the customer has to come by again.`,
  parameter_invalid: ({ parameter }) => `The parameter ${parameter} cannot be read.`,
  registration_suspended: ({ at }) =>
    `Your registration was suspended${on(at)}. See its page for the reason.`,
  throttled: ({ at }) => `There were too many requests. Try again after ${at}.`,
};
