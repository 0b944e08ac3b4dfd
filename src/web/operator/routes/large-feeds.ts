import { type ListedLargeFeed, listLargeFeeds } from '../../../services/large-feed/list-feeds.ts';
import { largeFeedFace } from '../../serving/large-feed-views.ts';
import type { PageRoute } from '../../serving/mount-page.ts';
import { pageNumber, pageOfRows } from '../../serving/rows.ts';
import { pageOf } from '../../serving/visit.ts';
import { type OperatorLargeFeed, renderLargeFeeds } from '../large-feeds.tsx';
import { operatorBase } from './operator-visit.ts';

function faceOf(feed: ListedLargeFeed): OperatorLargeFeed {
  const { clientUid, clientName, authorizationUid, error } = feed;
  return {
    ...largeFeedFace(feed),
    thirdParty: { uid: clientUid, name: clientName },
    ...(authorizationUid === null ? {} : { authorizationUid }),
    ...(error === null ? {} : { error }),
  };
}

/** The large feeds and bulks of the utility, with how far each is. */
export const largeFeedsRoute: PageRoute = {
  access: 'signed_in',
  path: (paths) => paths.largeFeeds,
  get: async (visit) => {
    const { context, url, utility } = visit;
    const page = await listLargeFeeds(context, { utilityId: utility.id, page: pageNumber(url) });
    return {
      html: renderLargeFeeds(pageOf(visit), {
        ...operatorBase(visit),
        feeds: page.rows.map(faceOf),
        rows: pageOfRows(url, page),
      }),
    };
  },
};
