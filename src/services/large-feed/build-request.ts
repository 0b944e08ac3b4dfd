import { resourceNamed } from '../../espi/resources.ts';
import type { Clock } from '../../platform/clock.ts';
import { findFeedSubject } from '../../storage/feed-subjects.ts';
import type { LargeFeed } from '../../storage/large-feeds.ts';
import { grantedAuthorization, isActive } from '../authorization/granted-authorization.ts';
import { isClosed } from '../registration/registration-state.ts';
import type { ResourceContext, ResourceRequest } from '../resource/context.ts';
import { queryOf } from './feed-key.ts';

/**
 * The request for which a large feed is written, as its reader would make it now; undefined when its reader may no
 * longer make it. `waits`: a bulk whose third party is suspended, to be written when it is resumed.
 */
export async function buildRequest(
  { db, clock }: Pick<ResourceContext, 'db'> & { readonly clock: Clock },
  feed: LargeFeed,
): Promise<ResourceRequest | 'waits' | undefined> {
  const subject = await findFeedSubject(db, feed);
  if (subject === undefined) return undefined;
  const { client, utility, authorization } = subject;
  if (isClosed(client.state))
    return client.state === 'suspended' && feed.bulkId !== null ? 'waits' : undefined;
  if (authorization !== undefined && !isActive(authorization, clock.now())) return undefined;
  const row = resourceNamed(feed.rowName);
  return {
    row,
    params: feed.params,
    principal: {
      tokenKind: row.token,
      utility,
      client,
      ...(authorization === undefined ? {} : { authorization: grantedAuthorization(authorization) }),
    },
    token: '',
    query: queryOf(feed.bounds, feed.page),
  };
}
