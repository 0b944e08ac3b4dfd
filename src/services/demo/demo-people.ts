import { newUid } from '../../platform/ids.ts';
import { hashPassword } from '../../platform/passwords.ts';
import {
  findCustomerAccountByEmail,
  insertCustomerAccount,
  updateTestScenario,
} from '../../storage/customer-accounts.ts';
import { findCustomerId } from '../../storage/grant-targets.ts';
import { listOperatorAccounts } from '../../storage/operator-accounts.ts';
import { createOperator } from '../account/create-operator.ts';
import { demoCustomers } from './customers.ts';
import type { DemoContext } from './demo-context.ts';
import { demoPassword } from './demo-password.ts';
import { demoDomain } from './demo-utility.ts';

/** Who can sign in to the pages of the demo. */
export interface DemoPeople {
  readonly operatorEmail: string;
  /** The customer with most to share. */
  readonly customerEmail: string;
  readonly password: string;
}

const operatorEmail = `operator@${demoDomain}`;
const emailOf = (key: string): string => `${key}@${demoDomain}`;

async function ensureOperator(context: DemoContext, utilityId: number, password: string): Promise<void> {
  const known = await listOperatorAccounts(context.db, utilityId);
  if (known.some(({ email }) => email === operatorEmail)) return;
  await createOperator(context, {
    utilityId,
    email: operatorEmail,
    name: 'Harbour Office',
    password,
    role: 'operator',
  });
}

async function ensureCustomers(context: DemoContext, utilityId: number, password: string): Promise<void> {
  const { db, clock } = context;
  let passwordHash: string | undefined;
  // The one with everything first: lists of test customers begin with it.
  for (const { key, testScenario } of [...demoCustomers()].reverse()) {
    const email = emailOf(key);
    const known = await findCustomerAccountByEmail(db, { utilityId, email });
    if (known !== undefined) {
      await updateTestScenario(db, { uid: known.uid, testScenario });
      continue;
    }
    const customerId = await findCustomerId(db, { utilityId, name: key });
    if (customerId === undefined) continue;
    passwordHash ??= await hashPassword(password);
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

/**
 * Gives the customers of the demo an account and a part as test customers, and the utility an operator. All have the
 * same password; what is there already stays, but for the parts: a demo of an earlier version gets those of this one.
 */
export async function ensurePeople(context: DemoContext, utilityId: number): Promise<DemoPeople> {
  const password = demoPassword(context.secretKey);
  await ensureOperator(context, utilityId, password);
  await ensureCustomers(context, utilityId, password);
  return { operatorEmail, customerEmail: emailOf('solar-home'), password };
}
