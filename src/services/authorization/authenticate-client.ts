import { digestsEqual, sha256 } from '../../platform/hash.ts';
import { addressOwner } from '../../platform/network-address.ts';
import { findPresentedClient, type OauthClient } from '../../storage/oauth-clients.ts';
import { clearThrottle, recordFailure, type ThrottleKey, throttleKeyOf } from '../throttle/throttle.ts';
import { type ClientCertificate, checkCertificate } from './client-certificate.ts';
import { type ClientCredentials, readCredentials } from './client-credentials-header.ts';
import type { OauthContext } from './oauth-context.ts';
import { type Refusal, RefusedError, withOwner } from './refusal.ts';
import type { TokenParameters } from './token-parameters.ts';

/** How a third party presents itself at the token endpoint and its neighbours. */
export interface ClientRequest {
  /** The `Authorization` header. */
  readonly authorization: string | undefined;
  readonly parameters: TokenParameters;
  readonly ipAddress: string;
  readonly certificate?: ClientCertificate | undefined;
  /** The utility that the address names. */
  readonly slug: string | undefined;
}

const refused = (words: string, refusal: Refusal, client?: OauthClient): RefusedError =>
  new RefusedError('invalid_client', words, {
    refusal,
    ...(client === undefined ? {} : { owner: { clientId: client.id } }),
  });

/** Whether a secret is the current one, or the one before while it still counts. Always costs two comparisons. */
function secretFits(client: OauthClient | undefined, secret: string, now: number): boolean {
  const given = sha256(secret);
  const current = digestsEqual(given, client?.secretHash ?? sha256('no client'));
  const previous = digestsEqual(given, client?.previousSecretHash ?? sha256('no secret'));
  return client !== undefined && (current || (previous && now < (client.previousSecretUntil ?? 0)));
}

/** How long a third party waits when it is shut out. */
function throttled(until: number, now: number): RefusedError {
  return new RefusedError('too_many_requests', 'There were too many wrong secrets from this address.', {
    refusal: { code: 'throttled', at: until },
    retryAfterSeconds: Math.max(1, Math.ceil((until - now) / 1000)),
  });
}

async function checkSecret(
  context: OauthContext,
  { clientId, secret }: ClientCredentials,
  { slug, ipAddress }: ClientRequest,
): Promise<OauthClient> {
  const now = context.clock.now();
  const key: ThrottleKey = { kind: 'client', value: `${addressOwner(ipAddress)} ${clientId}` };
  const presented = await findPresentedClient(context.db, { clientId, throttleKey: throttleKeyOf(key) });
  const { client: found, failures, blockedUntil } = presented;
  if (blockedUntil !== null && blockedUntil > now) throw throttled(blockedUntil, now);
  const client = slug === undefined || found?.utility.slug === slug ? found : undefined;
  if (!secretFits(client, secret, now) || client === undefined) {
    await recordFailure(context, [key]);
    throw client === undefined
      ? refused('The client_id or the client_secret is wrong.', { code: 'client_unknown' })
      : refused('The client_id or the client_secret is wrong.', { code: 'secret_wrong' }, client);
  }
  if (failures > 0) await clearThrottle(context, [key]);
  return client;
}

/**
 * Recognises a third party by its secret, with HTTP Basic or in the body, never both; where its registration asks for
 * a client certificate, by that too.
 *
 * @throws RefusedError `invalid_client`, `invalid_request`, `too_many_requests`.
 * @see RFC 6749 section 2.3, RFC 8705 section 2
 */
export async function authenticateClient(
  context: OauthContext,
  request: ClientRequest,
): Promise<OauthClient> {
  const client = await checkSecret(
    context,
    readCredentials(request.authorization, request.parameters),
    request,
  );
  if (client.state === 'suspended' || client.state === 'terminated')
    throw refused('The registration is not active.', { code: 'registration_suspended' }, client);
  try {
    checkCertificate(client, request.certificate);
  } catch (error) {
    throw withOwner(error, { clientId: client.id });
  }
  return client;
}
