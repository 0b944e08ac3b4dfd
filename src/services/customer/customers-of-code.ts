import type { Queryable } from '../../storage/database.ts';
import type { OneTimeCodeRow } from '../../storage/one-time-codes.ts';
import { normalEmail } from '../account/email.ts';
import { findContact } from './contact.ts';
import { customersOfAddress } from './customers-of-address.ts';

/**
 * As whom a code may sign in by what is known now. What was known when it was sent may have changed: an import brought
 * another address, an operator removed the account.
 */
export async function customersOfCode(
  db: Queryable,
  {
    utilityId,
    code,
  }: {
    readonly utilityId: number;
    readonly code: Pick<OneTimeCodeRow, 'recipient' | 'customerIds' | 'email'>;
  },
): Promise<readonly number[]> {
  const { recipient, customerIds } = code;
  const email = normalEmail(code.email);
  if (recipient === 'entered') return await customersOfAddress(db, { utilityId, email });
  if (recipient === 'receipt') return customerIds;
  const reached: number[] = [];
  for (const customerId of customerIds) {
    const contact = await findContact(db, { utilityId, customerId });
    if (contact !== undefined && normalEmail(contact.email) === email) reached.push(customerId);
  }
  return reached;
}
