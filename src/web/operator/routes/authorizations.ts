import { getRegistration } from '../../../services/registration/find-registration.ts';
import { searchAuthorizations } from '../../../services/reporting/operator-authorizations.ts';
import { stateOf } from '../../serving/authorization-views.ts';
import type { PageRoute } from '../../serving/mount-page.ts';
import { pageNumber, pageOfRows } from '../../serving/rows.ts';
import { pageOf, queryOf, type SignedInVisit } from '../../serving/visit.ts';
import { type AuthorizationFilter, renderAuthorizations } from '../authorizations.tsx';
import { operatorBase } from './operator-visit.ts';

const filters: readonly AuthorizationFilter[] = ['active', 'ended', 'declined', 'test'];

async function thirdPartyOf({ context, url, utility }: SignedInVisit) {
  const uid = queryOf(url).get('third_party');
  if (uid === null || uid === '') return undefined;
  const { name } = await getRegistration(context, { uid, utilityId: utility.id });
  return { uid, name };
}

/** The last digits of an account number. */
const endingOf = (account: string | null): { accountEnding?: string } =>
  account === null ? {} : { accountEnding: account.slice(-4) };

/** Every authorization at the utility, to search. */
export const authorizationsRoute: PageRoute = {
  access: 'signed_in',
  path: (paths) => paths.authorizations,
  get: async (visit) => {
    const { context, url, utility } = visit;
    const query = (queryOf(url).get('q') ?? '').trim().slice(0, 200);
    const filter = filters.find((known) => known === queryOf(url).get('state')) ?? 'all';
    const thirdParty = await thirdPartyOf(visit);
    const page = await searchAuthorizations(context, {
      ...{ utilityId: utility.id, query, filter, clientUid: thirdParty?.uid },
      page: pageNumber(url),
    });
    const now = context.clock.now();
    return {
      html: renderAuthorizations(pageOf(visit), {
        ...operatorBase(visit),
        query,
        filter,
        ...(thirdParty === undefined ? {} : { thirdParty }),
        authorizations: page.rows.map((row) => ({
          uid: row.uid,
          customer: row.customer ?? '–',
          ...endingOf(row.account),
          thirdParty: row.thirdParty,
          state: stateOf(row, now),
          test: row.test,
          since: row.since,
          ...(row.lastRead === null ? {} : { lastReadAt: row.lastRead }),
        })),
        rows: pageOfRows(url, page),
      }),
    };
  },
};
