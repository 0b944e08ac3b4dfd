import { updateCustomerLanguage } from '../../storage/customer-accounts.ts';
import type { Queryable } from '../../storage/database.ts';

/** Keeps the language in which a customer reads our pages: mails follow it. */
export async function keepCustomerLanguage(
  { db }: { readonly db: Queryable },
  input: { readonly customerId: number; readonly language: 'en' | 'fr' },
): Promise<void> {
  await updateCustomerLanguage(db, input);
}
