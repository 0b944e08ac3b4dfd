import type { OauthClient } from '../../../storage/oauth-clients.ts';
import { issuerOf, type OauthContext } from '../oauth-context.ts';
import type { Refusal, RequestOwner } from '../refusal.ts';
import { type AuthorizeFault, pageProblems } from './authorize-error.ts';
import {
  type AuthorizeParameters,
  authorizeParameters,
  checkParameters,
  stateOf,
} from './authorize-parameters.ts';
import { checkClient } from './check-client.ts';
import { checkPkce } from './check-pkce.ts';
import { checkRedirectUri, type Return } from './check-redirect-uri.ts';
import { checkResponseType } from './check-response-type.ts';
import { type AskedScope, checkScope } from './check-scope.ts';
import { redirectLocation } from './redirect-location.ts';

/** A request that has passed every check. */
export interface CheckedRequest {
  readonly client: OauthClient;
  readonly issuer: string;
  readonly back: Return;
  readonly asked: AskedScope;
  readonly challenge: string | null;
  readonly state: string | undefined;
  /** `prompt=login`, or `prompt=on` as some third parties write it. */
  readonly forceLogin: boolean;
}

/** What becomes of a request to the authorization endpoint. */
export type AuthorizeOutcome =
  | { readonly kind: 'checked'; readonly request: CheckedRequest }
  | {
      readonly kind: 'redirect';
      readonly location: string;
      readonly refusal: Refusal;
      readonly owner: RequestOwner;
      readonly client: OauthClient;
    }
  | {
      readonly kind: 'page';
      readonly status: number;
      /** What a customer reads out: `AUTH-102`. */
      readonly code: string;
      /** For the developer, in English. */
      readonly description: string;
      readonly refusal: Refusal;
      readonly owner?: RequestOwner;
      readonly client?: OauthClient;
    };

const isFault = (result: object | undefined): result is AuthorizeFault =>
  result !== undefined && 'refusal' in result && 'description' in result;

function pageOutcome(
  page: keyof typeof pageProblems,
  { description, refusal }: AuthorizeFault,
  client: OauthClient | undefined,
): AuthorizeOutcome {
  const known = client === undefined ? {} : { client, owner: { clientId: client.id } };
  return { kind: 'page', ...pageProblems[page], description, refusal, ...known };
}

/** Registrations that an operator has looked at: only they may send a browser on before anybody signed in. */
const isTrusted = ({ state }: OauthClient): boolean => state === 'approved' || state === 'live';

/** The checks that follow once it is known where the third party is, in their order. */
function checkRest(
  client: OauthClient,
  parameters: AuthorizeParameters,
  back: Return,
): { readonly asked: AskedScope; readonly challenge: string | null } | AuthorizeFault {
  const fault = checkParameters(parameters) ?? checkResponseType(parameters);
  if (fault !== undefined) return fault;
  const asked = checkScope(client, parameters);
  if (isFault(asked)) return asked;
  // Without a redirect there is no code that a verifier could prove.
  const pkce = back.uri === null ? { challenge: null } : checkPkce(client, parameters);
  return isFault(pkce) ? pkce : { asked, challenge: pkce.challenge };
}

/**
 * Checks a request to the authorization endpoint, one thing after the other: the third party, where it is, then
 * everything else. What is wrong with the first two is shown on a page, never sent anywhere; the rest goes back to
 * the third party, but to a page as long as no operator has looked at its registration: an open redirector is easily
 * registered.
 *
 * @param query the query of the request, as it was sent.
 * @see RFC 6749 section 4.1.2.1, RFC 9700 section 4.11
 */
export async function checkAuthorizeRequest(
  context: Pick<OauthContext, 'db' | 'publicUrl'>,
  { query, slug }: { readonly query: URLSearchParams; readonly slug: string | undefined },
): Promise<AuthorizeOutcome> {
  const parameters = authorizeParameters(query);
  const client = await checkClient(context, parameters, slug);
  if (isFault(client))
    return 'page' in client ? pageOutcome(client.page, client, client.client) : unreachable();
  const back = checkRedirectUri(client, parameters);
  if (isFault(back)) return 'page' in back ? pageOutcome(back.page, back, client) : unreachable();
  const issuer = issuerOf(context, slug);
  const state = stateOf(parameters);
  const rest = checkRest(client, parameters, back);
  if (isFault(rest)) {
    if (back.uri === null || !isTrusted(client) || 'page' in rest)
      return pageOutcome('request', rest, client);
    const { error, description, refusal } = rest;
    const location = redirectLocation(back.uri, { error, description, state, issuer });
    return { kind: 'redirect', location, refusal, owner: { clientId: client.id }, client };
  }
  const forceLogin = ['login', 'on'].includes(parameters.get('prompt') ?? '');
  return { kind: 'checked', request: { client, issuer, back, ...rest, state, forceLogin } };
}

function unreachable(): never {
  throw new RangeError('A third party that is not known cannot be told anything');
}
