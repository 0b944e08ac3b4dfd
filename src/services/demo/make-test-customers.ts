import { findUsagePointExtent } from '../../storage/usage-point-extent.ts';
import type { Utility } from '../../storage/utilities.ts';
import { listTestCustomers, type TestCustomer } from '../customer/test-customers.ts';
import type { DemoContext } from './demo-context.ts';
import { type PlaceUtility, placeOf, referenceMeter } from './demo-place.ts';
import { ensureAccounts, ensureCustomers } from './ensure-customers.ts';

/** The test customers of a utility. */
export interface TestCustomers {
  /** Whether this call made them; false when they were there. */
  readonly created: boolean;
  readonly customers: readonly TestCustomer[];
  /** First and last local day with readings, `YYYY-MM-DD`. */
  readonly firstDay?: string;
  readonly lastDay?: string;
}

/**
 * Gives a utility invented customers for the sandbox: 13 months of readings and bills in its time zone and currency.
 * Their keys begin with `test-`; nobody signs in as one of them but for an app in the sandbox, and no mail leaves for
 * them. A second call adds the days since; a call that was cut off is completed by the next. The demo utility has its
 * own already.
 *
 * @throws AppError `conflict` when one of their keys is that of somebody else.
 */
export async function makeTestCustomers(
  context: Pick<DemoContext, 'db' | 'clock'>,
  utility: PlaceUtility & Pick<Utility, 'id'>,
): Promise<TestCustomers> {
  const place = placeOf(utility);
  const created = await ensureCustomers(context, utility);
  await ensureAccounts(context, { utilityId: utility.id, place });
  const customers = await listTestCustomers(context, { utilityId: utility.id });
  const sourceKey = referenceMeter(place);
  const extent = await findUsagePointExtent(context.db, { utilityId: utility.id, sourceKey });
  if (extent === undefined) return { created, customers };
  const { firstDay, lastDay } = extent;
  return { created, customers, firstDay, lastDay };
}
