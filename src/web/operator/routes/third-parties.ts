import { listRegistrations } from '../../../services/registration/find-registration.ts';
import type { PageRoute } from '../../serving/mount-page.ts';
import { faceOfRegistration } from '../../serving/registration-views.ts';
import { pageNumber, pageOfRows } from '../../serving/rows.ts';
import { pageOf, queryOf } from '../../serving/visit.ts';
import { renderThirdParties, type ThirdPartyFilter } from '../third-parties.tsx';
import { developersUrl, operatorBase } from './operator-visit.ts';

const filters: readonly ThirdPartyFilter[] = ['waiting', 'live', 'ended'];

/** Every registration at the utility. */
export const thirdPartiesRoute: PageRoute = {
  access: 'signed_in',
  path: (paths) => paths.thirdParties,
  get: async (visit) => {
    const asked = queryOf(visit.url).get('state');
    const filter = filters.find((known) => known === asked) ?? 'all';
    const page = await listRegistrations(visit.context, {
      utilityId: visit.utility.id,
      group: filter,
      page: pageNumber(visit.url),
    });
    return {
      html: renderThirdParties(pageOf(visit), {
        ...operatorBase(visit),
        filter,
        thirdParties: page.rows.map((registration) => ({
          registration: faceOfRegistration(registration),
          registeredAt: registration.registered,
          activeAuthorizations: registration.activeAuthorizations,
        })),
        rows: pageOfRows(visit.url, page),
        developersUrl: developersUrl(visit),
      }),
    };
  },
};
