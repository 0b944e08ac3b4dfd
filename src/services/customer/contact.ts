import { listCustomerAccounts } from '../../storage/customer-identities.ts';
import type { Queryable } from '../../storage/database.ts';
import { customerFacts } from './customer-facts.ts';

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

/** The address of an own account, else the one that the utility's records give; undefined when there is none. */
export async function findContact(db: Queryable, customerId: number): Promise<CustomerContact | undefined> {
  const accounts = await listCustomerAccounts(db, customerId);
  const language = accounts[0]?.language;
  const own = accounts.find(({ email }) => email !== null)?.email;
  const email = own ?? (await customerFacts(db, customerId)).emails[0];
  return email === undefined ? undefined : { email, language };
}
