import { AppError } from '../../platform/errors.ts';
import type { Queryable } from '../../storage/database.ts';
import {
  findCustomerId,
  findMeters,
  type GrantableMeter,
  listMetersOfCustomer,
} from '../../storage/grant-targets.ts';

/** Whose data are granted, and of which meters. */
interface Target {
  readonly utilityId: number;
  readonly customer?: string | undefined;
  readonly meters: readonly string[] | 'all';
}

async function customerOf(db: Queryable, { utilityId, customer }: Target): Promise<number | undefined> {
  if (customer === undefined) return undefined;
  const id = await findCustomerId(db, { utilityId, name: customer });
  if (id === undefined)
    throw new AppError(
      'not_found',
      `There is no customer "${customer}". List them: meterhouse customer list.`,
      { parameter: 'customer' },
    );
  return id;
}

async function namedMeters(
  db: Queryable,
  utilityId: number,
  names: readonly string[],
): Promise<GrantableMeter[]> {
  const found = await findMeters(db, { utilityId, names });
  const missing = names.find((name) => !found.some((meter) => meter.name === name || meter.uid === name));
  if (missing !== undefined)
    throw new AppError('not_found', `There is no meter "${missing}". List them: meterhouse customer list.`, {
      parameter: 'meters',
    });
  return found;
}

/**
 * The keys of the customer and the meters that a grant names.
 *
 * @throws AppError `not_found` for a customer or meter that is not there; `conflict` for a meter that belongs
 *   to another customer; `invalid_input` for all meters of nobody.
 */
export async function grantedMeters(
  db: Queryable,
  target: Target,
): Promise<{ readonly customerId: number | undefined; readonly meterIds: number[] }> {
  const customerId = await customerOf(db, target);
  if (target.meters === 'all') {
    if (customerId === undefined)
      throw new AppError('invalid_input', 'Name the customer whose meters are meant, or name the meters.', {
        parameter: 'meters',
      });
    const meters = await listMetersOfCustomer(db, customerId);
    return { customerId, meterIds: meters.map(({ id }) => id) };
  }
  const meters = await namedMeters(db, target.utilityId, target.meters);
  const stranger = meters.find(
    (meter) => customerId !== undefined && meter.customerId !== null && meter.customerId !== customerId,
  );
  if (stranger !== undefined)
    throw new AppError('conflict', `The meter "${stranger.name}" belongs to another customer.`, {
      parameter: 'meters',
    });
  return { customerId, meterIds: meters.map(({ id }) => id) };
}
