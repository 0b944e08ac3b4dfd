import { endAuthorization } from '../../../services/authorization/end-authorization.ts';
import { listClientAuthorizations } from '../../../services/reporting/list-client-authorizations.ts';
import type { WebAnswer } from '../../serving/answer.ts';
import { stateOf, untilOf } from '../../serving/authorization-views.ts';
import { leaveFlash, takeFlash } from '../../serving/flash.ts';
import type { PageRoute } from '../../serving/mount-page.ts';
import { faceOfRegistration, mapRows } from '../../serving/registration-views.ts';
import { pageNumber, pageOfRows } from '../../serving/rows.ts';
import { pageOf, queryOf } from '../../serving/visit.ts';
import { type ClientAuthorization, renderClientAuthorizations } from '../authorizations.tsx';
import { csvOf, jsonOf } from './authorization-files.ts';
import { developerOrigin, ownRegistration } from './own-registration.ts';

type Row = Awaited<ReturnType<typeof listClientAuthorizations>>['rows'][number];

function authorizationOf(row: Row, now: number): ClientAuthorization {
  const { uid, test, scope, meters, since, lastRead, ended, end } = row;
  const state = stateOf(row, now);
  const endedAt = ended ?? (state === 'ended' ? end : null);
  return {
    ...{ uid, test, scope, meters, since, state },
    until: untilOf(row),
    ...(endedAt === null ? {} : { endedAt }),
    ...(lastRead === null ? {} : { lastReadAt: lastRead }),
  };
}

/** Most rows of a download. */
const downloadRows = 100_000;

function download(format: string, uid: string, rows: readonly ClientAuthorization[]): WebAnswer {
  const csv = format === 'csv';
  return {
    body: csv ? csvOf(rows) : jsonOf(rows),
    type: csv ? 'text/csv; charset=utf-8' : 'application/json; charset=utf-8',
    headers: {
      'content-disposition': `attachment; filename="authorizations-${uid}.${csv ? 'csv' : 'json'}"`,
    },
  };
}

/** Every authorization that a registration was given: to filter, download and end. */
export const authorizationsRoute: PageRoute = {
  access: 'signed_in',
  path: (paths) => paths.registrationAuthorizations(':uid'),
  get: async (visit) => {
    const registration = await ownRegistration(visit);
    const { context, session, url } = visit;
    const query = queryOf(url);
    const asked = query.get('state') ?? '';
    const state = asked === 'active' || asked === 'ended' ? asked : '';
    const format = query.get('format');
    const files = format === 'csv' || format === 'json';
    const found = await listClientAuthorizations(context, {
      registration,
      state: state === '' ? 'all' : state,
      page: files ? 1 : pageNumber(url),
      ...(files ? { pageSize: downloadRows } : {}),
    });
    const now = context.clock.now();
    const page = mapRows(found, (row) => authorizationOf(row, now));
    if (files) return download(format, registration.uid, page.rows);
    const flash = session.data.flash === undefined ? {} : await takeFlash(context, session);
    return {
      html: renderClientAuthorizations(pageOf(visit), {
        registration: faceOfRegistration(registration),
        authorizations: page.rows,
        state,
        rows: pageOfRows(url, page),
        ...(flash.done === 'ended' ? { ended: true } : {}),
      }),
    };
  },
  post: async (visit) => {
    const registration = await ownRegistration(visit);
    const { context, form, session, paths } = visit;
    if (form.text('intent') === 'end') {
      const { actor } = await developerOrigin(visit);
      const ended = await endAuthorization(context, {
        uid: form.text('uid'),
        of: { clientId: registration.id },
        cause: 'third_party',
        actor,
      });
      if (ended === 'ended') await leaveFlash(context, session, { done: 'ended' });
    }
    return { redirect: paths.registrationAuthorizations(registration.uid) };
  },
};
