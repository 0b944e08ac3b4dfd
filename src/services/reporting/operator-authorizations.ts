import type { Clock } from '../../platform/clock.ts';
import { AppError } from '../../platform/errors.ts';
import type { Queryable } from '../../storage/database.ts';
import {
  type AuthorizationRecord,
  countOperatorAuthorizations,
  findAuthorizationRecord,
  listOperatorAuthorizations,
  type OperatorAuthorizationRow,
  type OperatorAuthorizationSelection,
} from '../../storage/operator-authorizations.ts';
import { type RowPage, readPage } from './page-of-rows.ts';

interface ReadContext {
  readonly db: Queryable;
  readonly clock: Clock;
}

/** A page of the authorizations of a utility that fit, newest first. */
export async function searchAuthorizations(
  { db, clock }: ReadContext,
  { page, ...search }: Omit<OperatorAuthorizationSelection, 'now'> & { readonly page: number },
): Promise<RowPage<OperatorAuthorizationRow>> {
  const selection = { ...search, now: clock.now() };
  return await readPage(
    { page },
    () => countOperatorAuthorizations(db, selection),
    (window) => listOperatorAuthorizations(db, { ...selection, ...window }),
  );
}

/**
 * Everything that is kept of one authorization.
 *
 * @throws AppError `not_found` when the utility has none of that uid.
 */
export async function getAuthorizationRecord(
  { db }: Pick<ReadContext, 'db'>,
  place: { readonly utilityId: number; readonly uid: string },
): Promise<AuthorizationRecord> {
  const found = await findAuthorizationRecord(db, place);
  if (found === undefined) throw new AppError('not_found', 'There is no such authorization.');
  return found;
}
