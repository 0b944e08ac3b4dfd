import { resourceNamed } from '../../espi/resources.ts';
import type { Clock } from '../../platform/clock.ts';
import { findFeedSubject } from '../../storage/feed-subjects.ts';
import type { LargeFeed } from '../../storage/large-feeds.ts';
import { grantedAuthorization, isActive } from '../authorization/granted-authorization.ts';
import type { ResourceContext, ResourceRequest } from '../resource/context.ts';
import { queryOf } from './feed-key.ts';

const closed: ReadonlySet<string> = new Set(['suspended', 'terminated']);

/**
 * The request for which a large feed is written, as its reader would make it now; undefined when its reader may no
 * longer make it.
 */
export async function buildRequest(
  { db, clock }: Pick<ResourceContext, 'db'> & { readonly clock: Clock },
  feed: LargeFeed,
): Promise<ResourceRequest | undefined> {
  const subject = await findFeedSubject(db, feed);
  if (subject === undefined || closed.has(subject.client.state)) return undefined;
  const { client, utility, authorization } = subject;
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
