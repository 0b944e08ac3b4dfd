import type { Queryable } from '../../storage/database.ts';
import type { Registration } from '../../storage/registrations.ts';
import { countRequestLog, listRequestLog, type RequestLogRow } from '../../storage/request-log-views.ts';
import { type BearerKind, type Refusal, refusalCodes } from '../authorization/refusal.ts';
import { type RowPage, readPage } from './page-of-rows.ts';

/** A request of a third party, with why it was refused when it was. */
export interface ThirdPartyRequest extends Omit<RequestLogRow, 'refusal' | 'refusalFacts' | 'tokenKind'> {
  readonly tokenKind?: BearerKind;
  readonly refusal?: Refusal;
}

function refusalOf({ refusal, refusalFacts }: RequestLogRow): Refusal | undefined {
  const code = refusalCodes.find((known) => known === refusal);
  return code === undefined ? undefined : { ...(refusalFacts as Omit<Refusal, 'code'> | null), code };
}

function requestOf({ tokenKind, ...row }: RequestLogRow): ThirdPartyRequest {
  const refusal = refusalOf({ tokenKind, ...row });
  const { requestId, authorizationUid, at, method, path, status, ms, bytes } = row;
  return {
    ...{ requestId, authorizationUid, at, method, path, status, ms, bytes },
    ...(tokenKind === null ? {} : { tokenKind: tokenKind as BearerKind }),
    ...(refusal === undefined ? {} : { refusal }),
  };
}

/** A page of what a third party asked and got, newest first. */
export async function listRequests(
  { db }: { readonly db: Queryable },
  { registration, refusedOnly, page }: { registration: Registration; refusedOnly: boolean; page: number },
): Promise<RowPage<ThirdPartyRequest>> {
  const selection = { clientId: registration.id, refusedOnly };
  const found = await readPage(
    { page },
    () => countRequestLog(db, selection),
    (window) => listRequestLog(db, { ...selection, ...window }),
  );
  return { ...found, rows: found.rows.map(requestOf) };
}
