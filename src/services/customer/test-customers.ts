import { findCustomerAccountByUid, listTestCustomerRows } from '../../storage/customer-accounts.ts';
import type { Queryable } from '../../storage/database.ts';
import type { IdentifyOutcome } from './identified.ts';

/** A test customer of the sandbox. */
export interface TestCustomer {
  readonly id: string;
  readonly name: string;
  readonly scenario: string;
}

/** The test customers of a utility. */
export async function listTestCustomers(
  { db }: { readonly db: Queryable },
  { utilityId }: { readonly utilityId: number },
): Promise<TestCustomer[]> {
  const rows = await listTestCustomerRows(db, utilityId);
  return rows.map(({ uid, name, scenario }) => ({ id: uid, name, scenario }));
}

/** Becomes a test customer: there is nothing to prove. */
export async function identifyAsTestCustomer(
  { db }: { readonly db: Queryable },
  { utilityId, id }: { readonly utilityId: number; readonly id: string },
): Promise<IdentifyOutcome> {
  const account = await findCustomerAccountByUid(db, { utilityId, uid: id });
  if (account?.testScenario == null) return { outcome: 'not_matched' };
  return { outcome: 'identified', customerIds: account.customerIds, by: 'test' };
}

/** The test customer of a scenario that a third party named (`auth-test-solar`); undefined when there is none. */
export async function findTestCustomerOf(
  context: { readonly db: Queryable },
  { utilityId, scenario }: { readonly utilityId: number; readonly scenario: string },
): Promise<{ readonly customerId: number } | undefined> {
  const wanted = scenario.replace(/^test_/, '');
  const known = await listTestCustomerRows(context.db, utilityId);
  return known.find((one) => one.scenario === wanted);
}
