import { listCustomerAccounts } from '../../storage/customer-accounts.ts';
import type { Queryable } from '../../storage/database.ts';
import { normalEmail } from '../account/email.ts';
import { customerFacts } from './customer-facts.ts';
import { isStandIn } from './customers-of-address.ts';

/** Where a customer is written to, and in which language. */
export interface CustomerContact {
  readonly email: string;
  readonly language: 'en' | 'fr' | undefined;
}

/** An e-mail address as it may be shown to somebody who has not proven that it is theirs: `j•••@example.com`. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  return at < 1 ? '•••' : `${[...email][0] ?? ''}•••${email.slice(at)}`;
}

/** A customer at a utility. */
export interface CustomerKey {
  readonly utilityId: number;
  readonly customerId: number;
}

/** The first address that the utility's records give, unless it stands in for one that was not known. */
async function recordedEmail(
  db: Queryable,
  { utilityId, customerId }: CustomerKey,
): Promise<string | undefined> {
  const email = (await customerFacts(db, customerId)).emails[0]?.trim();
  if (email === undefined) return undefined;
  return (await isStandIn(db, { utilityId, email: normalEmail(email) })) ? undefined : email;
}

/**
 * The address that the utility's records give, else that of an account, which may be of somebody who signs in for the
 * customer; undefined when there is none.
 */
export async function findContact(db: Queryable, key: CustomerKey): Promise<CustomerContact | undefined> {
  const accounts = await listCustomerAccounts(db, key.customerId);
  // The language of one that is shared is not kept as the customer reads.
  const own = accounts.find(({ customerIds }) => customerIds.length === 1);
  const language = (own ?? accounts[0])?.language;
  const email =
    (await recordedEmail(db, key)) ?? accounts.find((account) => account.email !== null)?.email ?? undefined;
  return email === undefined ? undefined : { email, language };
}
