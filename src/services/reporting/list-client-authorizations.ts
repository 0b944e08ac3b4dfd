import type { Clock } from '../../platform/clock.ts';
import {
  type ClientAuthorizationRow,
  countClientAuthorizations,
  listClientAuthorizations as listRows,
} from '../../storage/client-authorizations.ts';
import type { Queryable } from '../../storage/database.ts';
import type { Registration } from '../../storage/registrations.ts';
import { type RowPage, readPage } from './page-of-rows.ts';

/** A page of the authorizations that a third party was given, newest first. */
export async function listClientAuthorizations(
  { db, clock }: { readonly db: Queryable; readonly clock: Clock },
  input: {
    readonly registration: Registration;
    readonly state: 'active' | 'ended' | 'all';
    readonly page: number;
    readonly pageSize?: number;
  },
): Promise<RowPage<ClientAuthorizationRow>> {
  const { registration, state, page, pageSize } = input;
  const selection = { clientId: registration.id, state, now: clock.now() };
  return await readPage(
    { page, ...(pageSize === undefined ? {} : { pageSize }) },
    () => countClientAuthorizations(db, selection),
    (window) => listRows(db, { ...selection, ...window }),
  );
}
