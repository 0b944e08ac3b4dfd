import { listCustomersOfAccountNumber } from '../../storage/customer-identities.ts';
import type { BillFact } from '../../storage/customer-settings.ts';
import { matchesFact, plainCode } from './bill-facts.ts';
import { customerFacts } from './customer-facts.ts';
import { attempt, type IdentifyContext, type IdentifyOutcome, keysOf } from './identified.ts';
import { type CodeOrder, sendCodeToCustomer } from './send-code.ts';

/** Key that no customer has: looking it up costs the same statements. */
const nobody = 0;

/**
 * Finds a customer by account number and a fact from the bill, and sends a code to the contact on file. A wrong
 * number and a wrong fact look the same, and take about the same time.
 */
export async function identifyByLookup(
  context: IdentifyContext,
  order: CodeOrder & { readonly account: string; readonly fact: BillFact; readonly value: string },
): Promise<IdentifyOutcome> {
  const { db } = context;
  const plainNumber = plainCode(order.account);
  return await attempt(context, keysOf(order, plainNumber), async () => {
    const found = await listCustomersOfAccountNumber(db, { utilityId: order.utilityId, plainNumber });
    // A number that two customers have proves nothing.
    const customerId = found.length === 1 && plainNumber !== '' ? (found[0] ?? nobody) : nobody;
    const known = await customerFacts(db, customerId);
    const right = matchesFact(order.fact, order.value, known);
    if (!right || customerId === nobody) return undefined;
    return await sendCodeToCustomer(context, order, { customerId, by: 'lookup' });
  });
}

/**
 * Goes straight to the code for an account number that a third party sent along (`auth-account-…`). What it knows
 * proves nothing: only the code does. A miss says nothing.
 */
export async function identifyByHint(
  context: IdentifyContext,
  order: CodeOrder & { readonly account: string },
): Promise<IdentifyOutcome> {
  const plainNumber = plainCode(order.account);
  return await attempt(context, keysOf(order, plainNumber), async () => {
    const found = await listCustomersOfAccountNumber(context.db, { utilityId: order.utilityId, plainNumber });
    const [customerId] = found;
    if (customerId === undefined || found.length > 1 || plainNumber === '') return undefined;
    return await sendCodeToCustomer(context, order, { customerId, by: 'lookup' });
  });
}
