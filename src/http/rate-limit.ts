import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { addressOwner } from '../platform/network-address.ts';
import type { Principal } from '../services/authorization/principal.ts';
import { RefusedError, type RequestOwner } from '../services/authorization/refusal.ts';
import type { RateSubject } from '../services/throttle/rate-limiter.ts';
import { sentBearer } from './bearer.ts';
import type { HttpContext } from './context.ts';
import { isVital } from './route-config.ts';

type LimitContext = Pick<HttpContext, 'rateLimiter' | 'clock' | 'tokenCache'>;

/** As whose a request was counted. It hangs at the request: a WeakMap of all requests is work for the collector. */
interface Counted {
  readonly reply: FastifyReply;
  subject: RateSubject;
}

const counted = Symbol('counted');

type CountedRequest = FastifyRequest & { [counted]?: Counted | null };

/** Addresses of one network of IPv6 are one: whoever has one of them has all. */
const addressSubject = (ip: string): RateSubject => ({ policy: 'address', subject: addressOwner(ip) });

/**
 * Counts a request and says in its answer how the limit stands.
 *
 * @returns the refusal, `rate_limited`, when there is nothing left.
 * @see draft-ietf-httpapi-ratelimit-headers, sections 3 and 4
 */
function count(
  { rateLimiter, clock }: LimitContext,
  reply: FastifyReply,
  subject: RateSubject,
  owner: RequestOwner | undefined,
): RefusedError | undefined {
  const state = rateLimiter?.take(subject);
  if (state === undefined) return undefined;
  const { policy, budget, taken, remaining, fullAfterSeconds, retryAfterSeconds } = state;
  reply.header('ratelimit-policy', `"${policy}";q=${budget.amount};w=${budget.windowSeconds}`);
  reply.header('ratelimit', `"${policy}";r=${remaining};t=${taken ? fullAfterSeconds : retryAfterSeconds}`);
  if (taken) return undefined;
  return new RefusedError(
    'rate_limited',
    `There were too many requests: ${budget.amount} in ${budget.windowSeconds} seconds may come ${policy === 'address' ? 'from one address' : 'from one third party'}. Wait ${retryAfterSeconds} s.`,
    { refusal: { code: 'throttled', at: clock.now() + retryAfterSeconds * 1000 }, owner, retryAfterSeconds },
  );
}

/** Whose request it is, for the log of its developer. */
export const ownerOf = ({ client, tokenKind, authorization }: Principal): RequestOwner => ({
  clientId: client.id,
  tokenKind,
  authorizationUid: authorization?.uid,
});

/**
 * Counts every request before anything is known of it but its address and its token: as its third party's when the token
 * is remembered, else as its address's. No statement is run. Health and metrics are not counted.
 */
export function mountRateLimit(
  app: FastifyInstance,
  context: LimitContext & Pick<HttpContext, 'log' | 'trustedProxies'>,
): void {
  if (context.rateLimiter === undefined) return;
  let warned = context.trustedProxies !== undefined;
  app.decorateRequest(counted, null);
  app.addHook('onRequest', (request: CountedRequest, reply, done) => {
    if (isVital(request)) {
      done();
      return;
    }
    if (!warned && request.headers['x-forwarded-for'] !== undefined) {
      warned = true;
      context.log.info(
        { address: request.ip },
        'requests come through a proxy that is not trusted: all that come through it count as one address; see METERHOUSE_TRUSTED_PROXIES',
      );
    }
    const sent = sentBearer(request);
    const known = sent === undefined ? undefined : context.tokenCache?.peek(sent.hash);
    const subject: RateSubject =
      known === undefined
        ? addressSubject(request.ip)
        : { policy: 'third-party', subject: String(known.principal.client.id) };
    request[counted] = { reply, subject };
    done(count(context, reply, subject, known === undefined ? undefined : ownerOf(known.principal)));
  });
}

/**
 * Counts a request as that of a third party that has been recognised meanwhile, and no longer as its address's.
 *
 * @throws RefusedError `rate_limited`.
 */
export function countAsThirdParty(
  context: LimitContext,
  request: CountedRequest,
  { policy, owner }: { readonly policy: 'third-party' | 'token'; readonly owner: RequestOwner },
): void {
  const known = request[counted] ?? undefined;
  const subject = { policy, subject: String(owner.clientId) };
  if (known === undefined || (known.subject.policy === policy && known.subject.subject === subject.subject))
    return;
  context.rateLimiter?.giveBack(known.subject);
  known.subject = subject;
  const refusal = count(context, known.reply, subject, owner);
  if (refusal !== undefined) throw refusal;
}
