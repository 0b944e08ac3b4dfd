import type { ServiceLocation } from '../../espi/schema/customer.ts';
import { listCustomerChoiceRows } from '../../storage/customer-identities.ts';
import type { Queryable } from '../../storage/database.ts';
import { addressLine } from './customer-meters.ts';

/** Most addresses that tell a customer from another one. */
const mostPlaces = 3;

/** A customer as whom somebody may sign in who is several. */
export interface CustomerChoice {
  readonly id: number;
  readonly uid: string;
  readonly name: string;
  readonly accountNumbers: readonly string[];
  /** One line each; the first few. */
  readonly addresses: readonly string[];
}

/** The customers between whom somebody chooses; those that the utility no longer has are left out. */
export async function listCustomerChoices(
  { db }: { readonly db: Queryable },
  { utilityId, customerIds }: { readonly utilityId: number; readonly customerIds: readonly number[] },
): Promise<CustomerChoice[]> {
  const rows = await listCustomerChoiceRows(db, { utilityId, ids: customerIds, mostPlaces });
  return rows.map(({ places, ...row }) => {
    const lines = places.map((place) => addressLine(place as NonNullable<ServiceLocation['mainAddress']>));
    return { ...row, addresses: [...new Set(lines.filter((line) => line !== ''))] };
  });
}
