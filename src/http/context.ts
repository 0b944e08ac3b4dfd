import type { Clock } from '../platform/clock.ts';
import type { OauthContext } from '../services/authorization/oauth-context.ts';
import type { VerifyContext } from '../services/authorization/verify-token.ts';
import type { RegistrationContext } from '../services/registration/registration-context.ts';
import type { ResourceContext } from '../services/resource/context.ts';
import type { EntryMemory } from '../services/resource/entry-memory.ts';
import type { RateLimiter } from '../services/throttle/rate-limiter.ts';
import type { AdmittedRequests } from './admitted-requests.ts';
import type { CertificateProxy } from './client-certificate.ts';
import type { FeedSlots } from './feed-slots.ts';
import type { MetricsPage } from './metrics-page.ts';
import type { OauthPages } from './oauth/oauth-pages.ts';
import type { RequestMetrics } from './request-metrics.ts';

/** Where the lines of the log go; the fields of a line first, then its words. */
export interface RequestLog {
  readonly info: (fields: object, message: string) => void;
  readonly error: (fields: object, message: string) => void;
}

/** How long an answer may take. */
export interface TimeLimits {
  /** Until it begins. */
  readonly requestMilliseconds: number;
  /** Until it has wholly left, counted from the request. */
  readonly answerMilliseconds: number;
}

/** What the HTTP entrance needs from the roof. */
export interface HttpContext {
  readonly db: OauthContext['db'];
  readonly clock: Clock;
  readonly log: RequestLog;
  /** Where readers reach this installation, without a trailing slash. */
  readonly publicUrl: string;
  readonly secretKey: ResourceContext['secretKey'];
  /** What is too large to be made while its reader waits, and how long it is kept; the defaults when absent. */
  readonly largeFeeds?: ResourceContext['largeFeeds'];
  /** Status when a request carries no token. Without one it is not known whose utility is meant. Default 401. */
  readonly missingTokenStatus?: 401 | 403;
  /** Remembers verified tokens; without it every request costs one statement more. */
  readonly tokenCache?: VerifyContext['tokenCache'];
  /** Remembers entries as they were sent; of use only together with `tokenCache`. */
  readonly entryMemory?: EntryMemory | undefined;
  /** The pages that the authorization endpoint shows; plain ones when absent. */
  readonly oauthPages?: OauthPages | undefined;
  /** Writes the mails about registrations that are changed over the API; without it they cannot be changed there. */
  readonly composeRegistrationMail?: RegistrationContext['composeRegistrationMail'] | undefined;
  /** A proxy that ends TLS and hands client certificates on. */
  readonly certificateProxy?: CertificateProxy | undefined;
  /** TLS of this server itself: it then asks for client certificates, which registrations may need. PEM. */
  readonly tls?: { readonly key: string; readonly cert: string; readonly clientCa?: string } | undefined;
  /** Addresses of proxies whose `X-Forwarded-For` is believed. */
  readonly trustedProxies?: readonly string[] | undefined;
  /**
   * How feeds are compressed: `direct` (the default) writes gzip straight from the stored readings, `zlib` writes
   * the text and compresses that, for several times the CPU.
   */
  readonly gzip?: 'direct' | 'zlib' | undefined;
  /** One of so many directly written feeds is unpacked again and compared with the text; absent or 0: none. */
  readonly gzipCheckEvery?: number | undefined;
  /** Whether the server was told to stop: it is no longer ready, and serves what comes nevertheless. */
  readonly isStopping?: () => boolean;
  /** What the process has too much of, or `stopping`; while it says something, requests are refused. */
  readonly overload?: (() => string | undefined) | undefined;
  /** Counts the requests that are let in. */
  readonly admitted?: AdmittedRequests | undefined;
  /** How many feeds may be on their way at once; without it as many as are asked for. */
  readonly feedSlots?: FeedSlots | undefined;
  /** How long answers may take; without it as long as they do. */
  readonly timeLimits?: TimeLimits | undefined;
  /** Counts requests against the limits of third parties and addresses; without it there are none. */
  readonly rateLimiter?: RateLimiter | undefined;
  readonly requestMetrics?: RequestMetrics | undefined;
  /** Metrics on the port of the server itself; without it there are none here. */
  readonly metricsPage?: MetricsPage | undefined;
}
