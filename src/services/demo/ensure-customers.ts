import { AppError } from '../../platform/errors.ts';
import { newUid } from '../../platform/ids.ts';
import {
  findCustomerAccountByEmail,
  insertCustomerAccount,
  updateTestScenario,
} from '../../storage/customer-accounts.ts';
import { findCustomerData } from '../../storage/customer-resources.ts';
import { findCustomerId } from '../../storage/grant-targets.ts';
import { findUsagePointExtent } from '../../storage/usage-point-extent.ts';
import { findUsagePoints } from '../../storage/usage-points.ts';
import type { Utility } from '../../storage/utilities.ts';
import { demoSpan } from './calendar.ts';
import { customersOf, emailOf } from './customers.ts';
import type { DemoContext } from './demo-context.ts';
import { type DemoPlace, type PlaceUtility, placeOf, referenceMeter } from './demo-place.ts';
import { extendPlace } from './extend-places.ts';
import { writeDemo } from './write-demo.ts';

type Context = Pick<DemoContext, 'db' | 'clock'>;

/**
 * Each customer is written as a whole, with the meters: who is there under one of these keys, and is not as invented, is
 * somebody else, whose data would be opened to every app in the sandbox.
 */
async function checkKeys({ db }: Context, utilityId: number, place: DemoPlace): Promise<void> {
  for (const { key, name, meters } of customersOf(place)) {
    const data = await findCustomerData(db, { utilityId, noun: 'Customer', sourceKey: key });
    const sourceKeys = meters.map((meter) => meter.key);
    const [taken] = data === undefined ? await findUsagePoints(db, { utilityId, sourceKeys }) : [];
    if (taken === undefined && (data === undefined || data.customerName === name)) continue;
    const what = taken === undefined ? `a customer ${key}` : `a meter ${taken.sourceKey}`;
    throw new AppError(
      'conflict',
      `There is ${what} already, who was not invented by this command. Keys that begin with ${place.keyPrefix} are those of test customers: give it another one.`,
    );
  }
}

/**
 * Writes the invented customers of a utility with 13 months of data that end with its yesterday; where they are, the days
 * since. One that was cut off is completed.
 *
 * @returns whether they were written anew.
 * @throws AppError `conflict` when one of their keys is that of somebody else.
 */
export async function ensureCustomers(
  context: Context,
  utility: PlaceUtility & Pick<Utility, 'id'>,
): Promise<boolean> {
  const place = placeOf(utility);
  const meter = { utilityId: utility.id, sourceKey: referenceMeter(place) };
  if ((await findUsagePointExtent(context.db, meter)) !== undefined) {
    await extendPlace(context, utility);
    return false;
  }
  await checkKeys(context, utility.id, place);
  const span = demoSpan(place.calendar, context.clock.now());
  await writeDemo(context, utility, { place, span, since: span.from });
  return true;
}

/**
 * Gives the invented customers of a place an account and a part as test customers. What is there already stays, but for
 * the parts: those of an earlier version get those of this one.
 *
 * @param input.hashOfPassword makes the hash of their common password when one is needed; absent: they have none, and
 *   nobody can sign in as one of them but for an app in the sandbox.
 */
export async function ensureAccounts(
  { db, clock }: Context,
  {
    utilityId,
    place,
    hashOfPassword,
  }: {
    readonly utilityId: number;
    readonly place: DemoPlace;
    readonly hashOfPassword?: () => Promise<string>;
  },
): Promise<void> {
  let passwordHash: string | undefined;
  // The one with everything first: lists of test customers begin with it.
  for (const customer of [...customersOf(place)].reverse()) {
    const { key, testScenario } = customer;
    const email = emailOf(customer, place.domain);
    const known = await findCustomerAccountByEmail(db, { utilityId, email });
    if (known !== undefined) {
      await updateTestScenario(db, { uid: known.uid, testScenario });
      continue;
    }
    const customerId = await findCustomerId(db, { utilityId, name: key });
    if (customerId === undefined) continue;
    passwordHash ??= await hashOfPassword?.();
    await insertCustomerAccount(db, {
      uid: newUid(),
      utilityId,
      customerIds: [customerId],
      email,
      passwordHash,
      language: 'en',
      testScenario,
      created: clock.now(),
    });
  }
}
