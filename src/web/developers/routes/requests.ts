import { listRequests, type ThirdPartyRequest } from '../../../services/reporting/list-requests.ts';
import { requestLogDays } from '../../../services/reporting/request-recorder.ts';
import type { PageRoute } from '../../serving/mount-page.ts';
import { faceOfRegistration, mapRows } from '../../serving/registration-views.ts';
import { pageNumber, pageOfRows } from '../../serving/rows.ts';
import { pageOf, queryOf } from '../../serving/visit.ts';
import { type LoggedRequest, type Refusal, renderRequests } from '../requests.tsx';
import { ownRegistration } from './own-registration.ts';

function refusalOf({ refusal }: ThirdPartyRequest): { refusal?: Refusal } {
  if (refusal === undefined) return {};
  const facts = Object.entries(refusal).filter(([, value]) => value !== undefined && value !== null);
  return { refusal: Object.fromEntries(facts) as unknown as Refusal };
}

function loggedRequest(request: ThirdPartyRequest): LoggedRequest {
  const { requestId, at, method, path, status, ms, bytes, tokenKind } = request;
  return {
    ...{ requestId, at, method, path, status, bytes },
    milliseconds: ms,
    ...(tokenKind === undefined ? {} : { tokenKind }),
    ...refusalOf(request),
  };
}

/** What a third party asked and got; each refusal explained. */
export const requestsRoute: PageRoute = {
  access: 'signed_in',
  path: (paths) => paths.registrationRequests(':uid'),
  get: async (visit) => {
    const registration = await ownRegistration(visit);
    const only = queryOf(visit.url).get('only') === 'refused' ? 'refused' : '';
    const found = await listRequests(visit.context, {
      registration,
      refusedOnly: only === 'refused',
      page: pageNumber(visit.url),
    });
    const page = mapRows(found, loggedRequest);
    return {
      html: renderRequests(pageOf(visit), {
        registration: faceOfRegistration(registration),
        requests: page.rows,
        only,
        rows: pageOfRows(visit.url, page),
        days: requestLogDays,
      }),
    };
  },
};
