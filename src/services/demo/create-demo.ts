import { AppError } from '../../platform/errors.ts';
import { findMeters } from '../../storage/grant-targets.ts';
import { findNewestBillFile, findUsagePointExtent } from '../../storage/usage-point-extent.ts';
import { findUtility } from '../../storage/utilities.ts';
import { createUtility } from '../registration/create-utility.ts';
import { customersOf } from './customers.ts';
import { type DemoApp, ensureDemoApp } from './demo-app.ts';
import type { DemoContext } from './demo-context.ts';
import { type DemoPeople, ensurePeople } from './demo-people.ts';
import { placeOf, referenceMeter } from './demo-place.ts';
import { type DemoThirdParty, ensureThirdParty } from './demo-third-party.ts';
import { demoUtility } from './demo-utility.ts';
import { ensureCustomers } from './ensure-customers.ts';

/** What a reader needs to try the demo. */
export interface DemoFacts {
  /** Whether this call made the demo; false when it was there. */
  readonly created: boolean;
  readonly utility: { readonly slug: string; readonly name: string };
  readonly thirdParty: DemoThirdParty;
  /** The registration of the program that a developer clicks through. */
  readonly app: DemoApp;
  /** Who can sign in to the pages. */
  readonly people: DemoPeople;
  /** The three kinds of token; the access_token opens `authorizationUid`. */
  readonly tokens: {
    readonly registration_access_token: string;
    readonly client_access_token: string;
    readonly access_token: string;
  };
  readonly authorizationUid: string;
  readonly applicationUid: string;
  readonly bulkUid: string;
  /** The electric meter of the home with solar panels. */
  readonly meterUid: string;
  /** Its newest bill as a PDF. */
  readonly billFileUid: string;
  /** First and last local day with readings, `YYYY-MM-DD`. */
  readonly firstDay: string;
  readonly lastDay: string;
  /** Who lives in the demo, and what each one shows. */
  readonly customers: readonly { readonly key: string; readonly scenario: string }[];
}

/** What must be there once the demo was written. */
function present<T>(value: T | undefined, what: string): T {
  if (value === undefined)
    throw new AppError(
      'conflict',
      `The demo utility lost its ${what}. Remove the data folder, or start with your own utility instead.`,
    );
  return value;
}

/**
 * Makes the demo utility: customers with 13 months of readings and bills that end yesterday, a third party, and
 * tokens of the three kinds. The same day gives the same data everywhere; uids and tokens are this installation's own.
 *
 * A second call adds the days since, and gives the same tokens. A call that was cut off is completed by the next.
 *
 * @throws AppError `conflict` when parts of the demo have been removed.
 */
export async function createDemo(context: DemoContext): Promise<DemoFacts> {
  const { db } = context;
  const utility = (await findUtility(db, demoUtility.slug)) ?? (await createUtility(context, demoUtility));
  const demo = placeOf(utility);
  const created = await ensureCustomers(context, utility);
  const thirdParty = await ensureThirdParty(context, utility.id);
  const people = await ensurePeople(context, utility.id, demo);
  const app = await ensureDemoApp(context, utility.id, context.demoAppUrl ?? 'http://localhost:8081');
  const place = { utilityId: utility.id, sourceKey: referenceMeter(demo) };
  const { firstDay, lastDay } = present(await findUsagePointExtent(db, place), 'readings');
  const [meter] = await findMeters(db, { utilityId: utility.id, names: [place.sourceKey] });
  const authorization = present(thirdParty.authorizations[0], 'authorization');
  return {
    created,
    utility: { slug: utility.slug, name: utility.name },
    thirdParty,
    app,
    people,
    tokens: { ...thirdParty.tokens, access_token: authorization.accessToken },
    authorizationUid: authorization.uid,
    applicationUid: thirdParty.applicationUid,
    bulkUid: thirdParty.bulkUid,
    meterUid: present(meter, 'meters').uid,
    billFileUid: present(await findNewestBillFile(db, place), 'bills'),
    firstDay,
    lastDay,
    customers: customersOf(demo).map(({ key, scenario }) => ({ key, scenario })),
  };
}
