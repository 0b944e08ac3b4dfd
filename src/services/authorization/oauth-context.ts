import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../storage/database.ts';
import type { TokenCache } from './token-cache.ts';

/** What the authorization server needs. */
export interface OauthContext {
  readonly db: Database;
  readonly clock: Clock;
  /** Where this installation is reached, without a trailing slash. */
  readonly publicUrl: string;
  /** Forgets at once what this process remembers of tokens that change here. */
  readonly tokenCache?: TokenCache | undefined;
}

/** The authorization server as a request called it: with the slug of its utility, or without. */
export function issuerOf({ publicUrl }: { readonly publicUrl: string }, slug: string | undefined): string {
  return slug === undefined ? `${publicUrl}/DataCustodian` : `${publicUrl}/DataCustodian/${slug}`;
}
