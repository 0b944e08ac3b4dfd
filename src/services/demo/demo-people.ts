import { hashPassword } from '../../platform/passwords.ts';
import { listOperatorAccounts } from '../../storage/operator-accounts.ts';
import { createOperator } from '../account/create-operator.ts';
import { emailOf } from './customers.ts';
import type { DemoContext } from './demo-context.ts';
import { demoPassword } from './demo-password.ts';
import type { DemoPlace } from './demo-place.ts';
import { demoDomain } from './demo-utility.ts';
import { ensureAccounts } from './ensure-customers.ts';

/** Who can sign in to the pages of the demo. */
export interface DemoPeople {
  readonly operatorEmail: string;
  /** The customer with most to share. */
  readonly customerEmail: string;
  readonly password: string;
}

const operatorEmail = `operator@${demoDomain}`;

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

/**
 * Gives the customers of the demo an account and a part as test customers, and the utility an operator. All have the
 * same password; what is there already stays, but for the parts: a demo of an earlier version gets those of this one.
 */
export async function ensurePeople(
  context: DemoContext,
  utilityId: number,
  place: DemoPlace,
): Promise<DemoPeople> {
  const password = demoPassword(context.secretKey);
  await ensureOperator(context, utilityId, password);
  await ensureAccounts(context, {
    utilityId,
    place,
    hashOfPassword: async () => await hashPassword(password),
  });
  return { operatorEmail, customerEmail: emailOf({ key: 'solar-home' }, place.domain), password };
}
