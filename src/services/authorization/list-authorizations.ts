import { AppError } from '../../platform/errors.ts';
import { type ListedAuthorization, listAuthorizations as listRows } from '../../storage/authorizations.ts';
import type { Queryable } from '../../storage/database.ts';
import { findCustomerId } from '../../storage/grant-targets.ts';

/** Which Authorizations: of one third party, of one customer, or all. */
export interface AuthorizationFilter {
  readonly utilityId: number;
  readonly clientId?: number | undefined;
  /** What the utility calls the customer, or its uid. */
  readonly customer?: string | undefined;
}

/**
 * The Authorizations of a utility, ended ones too, in the order of entry.
 *
 * @throws AppError `not_found` for an unknown customer.
 */
export async function listAuthorizations(
  { db }: { readonly db: Queryable },
  { customer, ...filter }: AuthorizationFilter,
): Promise<ListedAuthorization[]> {
  if (customer === undefined) return await listRows(db, filter);
  const customerId = await findCustomerId(db, { utilityId: filter.utilityId, name: customer });
  if (customerId === undefined)
    throw new AppError(
      'not_found',
      `There is no customer "${customer}". List them: meterhouse customer list.`,
      {
        parameter: 'customer',
      },
    );
  return await listRows(db, { ...filter, customerId });
}
