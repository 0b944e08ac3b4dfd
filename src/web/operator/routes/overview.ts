import { utilityOverview } from '../../../services/reporting/operator-overview.ts';
import { brandingOf } from '../../serving/branding.ts';
import type { PageRoute } from '../../serving/mount-page.ts';
import { pageOf } from '../../serving/visit.ts';
import { type Attention, renderOperatorOverview } from '../overview.tsx';
import { developersUrl, operatorBase } from './operator-visit.ts';

type Row = Awaited<ReturnType<typeof utilityOverview>>['attention'][number];

function attentionOf({ kind, uid, name, count, since }: Row): Attention {
  if (kind === 'mail') return { kind, count, since };
  if (kind === 'import') return { kind, fileName: name ?? '', since };
  return { kind, uid: uid ?? '', name: name ?? '', since };
}

/** How the utility stands, and what waits for somebody. */
export const overviewRoute: PageRoute = {
  access: 'signed_in',
  path: (paths) => paths.operator,
  get: async (visit) => {
    const { context, utility } = visit;
    const { freshnessHours } = brandingOf(utility);
    const found = await utilityOverview(context, { utilityId: utility.id, freshnessHours });
    const { firstSteps, attention, ...figures } = found;
    return {
      html: renderOperatorOverview(pageOf(visit), {
        ...operatorBase(visit),
        ...figures,
        host: new URL(context.publicUrl).host,
        version: context.version,
        attention: attention.map(attentionOf),
        developersUrl: developersUrl(visit),
        ...(firstSteps === undefined ? {} : { firstDay: firstSteps }),
      }),
    };
  },
};
