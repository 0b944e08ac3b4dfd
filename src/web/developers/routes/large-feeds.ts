import { listLargeFeeds } from '../../../services/large-feed/list-feeds.ts';
import { largeFeedFace } from '../../serving/large-feed-views.ts';
import type { PageRoute } from '../../serving/mount-page.ts';
import { faceOfRegistration } from '../../serving/registration-views.ts';
import { pageNumber, pageOfRows } from '../../serving/rows.ts';
import { pageOf } from '../../serving/visit.ts';
import { renderClientLargeFeeds } from '../large-feeds.tsx';
import { ownRegistration } from './own-registration.ts';

/** The large feeds and bulks of a third party. Why one failed is the operator's to know. */
export const largeFeedsRoute: PageRoute = {
  access: 'signed_in',
  path: (paths) => paths.registrationLargeFeeds(':uid'),
  get: async (visit) => {
    const registration = await ownRegistration(visit);
    const { context, url } = visit;
    const selection = { utilityId: registration.utilityId, clientId: registration.id };
    const page = await listLargeFeeds(context, { ...selection, page: pageNumber(url) });
    return {
      html: renderClientLargeFeeds(pageOf(visit), {
        registration: faceOfRegistration(registration),
        feeds: page.rows.map(largeFeedFace),
        rows: pageOfRows(url, page),
      }),
    };
  },
};
