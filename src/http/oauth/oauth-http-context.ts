import type { OauthContext } from '../../services/authorization/oauth-context.ts';
import type { FindCertificate } from '../client-certificate.ts';
import type { HttpContext } from '../context.ts';
import type { OauthPages } from './oauth-pages.ts';

/** What the OAuth endpoints need. */
export interface OauthHttpContext extends OauthContext, Pick<HttpContext, 'log' | 'rateLimiter'> {
  readonly findCertificate: FindCertificate;
  readonly oauthPages?: OauthPages | undefined;
  /** Whether clients can show certificates here at all, for the metadata. */
  readonly takesCertificates: boolean;
}
