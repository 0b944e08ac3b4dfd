import { AppError } from '../../../platform/errors.ts';
import type { GrantRecord } from '../../../services/customer/grant-record.ts';
import { listSharing } from '../../../services/customer/sharing.ts';
import type { WebAnswer } from '../../serving/answer.ts';
import { grantFace } from '../../serving/grant-face.ts';
import type { PageRoute } from '../../serving/mount-page.ts';
import { pageNumber, pageOfRows } from '../../serving/rows.ts';
import { pageOf, queryOf, type SignedInVisit, type Visit } from '../../serving/visit.ts';
import { renderSharing, type SharedItem } from '../sharing.tsx';

const pageSize = 20;

function itemOf(visit: Visit, record: GrantRecord): SharedItem {
  const { lastRead, ended } = record;
  return {
    grant: grantFace(record, visit),
    ...(lastRead === undefined ? {} : { lastRead }),
    ...(ended === undefined ? {} : { ended }),
  };
}

async function show(visit: SignedInVisit): Promise<WebAnswer> {
  const { context, utility, subjectId: customerId, url } = visit;
  const tab = queryOf(url).get('tab') === 'ended' ? 'ended' : 'active';
  const page = pageNumber(url);
  const { counts, items } = await listSharing(context, {
    utilityId: utility.id,
    customerId,
    active: tab === 'active',
    limit: pageSize,
    offset: (page - 1) * pageSize,
  });
  if (items.length === 0 && page > 1) throw new AppError('not_found', 'There is no such page.');
  return {
    html: renderSharing(pageOf(visit), {
      tab,
      counts,
      items: items.map((record) => itemOf(visit, record)),
      rows: pageOfRows(url, { rows: items, page, pageSize, total: counts[tab] }),
    }),
  };
}

/** "My data sharing". */
export const sharingRoute: PageRoute = { access: 'signed_in', path: (paths) => paths.sharing, get: show };
