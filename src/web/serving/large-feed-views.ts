import { resourceRoot } from '../../espi/resources.ts';
import type { ListedLargeFeed } from '../../services/large-feed/list-feeds.ts';
import type { LargeFeedFace } from '../components/large-feeds.tsx';

const kindOf = ({ bulk, authorizationUid }: ListedLargeFeed): LargeFeedFace['kind'] =>
  bulk ? 'bulk' : authorizationUid === null ? 'everything' : 'authorization';

/** A large feed as the pages show it; its address from the root of the API on. */
export function largeFeedFace(feed: ListedLargeFeed): LargeFeedFace {
  const { uid, stage, percent, readings, bytes, created, expires, lastRead, due } = feed;
  const { pathname, search } = new URL(feed.uri);
  return {
    ...{ uid, stage, percent, readings, bytes, expires },
    path: pathname.slice(pathname.indexOf(resourceRoot) + resourceRoot.length) + search,
    kind: kindOf(feed),
    since: created,
    ...(lastRead === null ? {} : { lastReadAt: lastRead }),
    ...(stage === 'failed' && due !== null ? { nextTryAt: due } : {}),
  };
}
