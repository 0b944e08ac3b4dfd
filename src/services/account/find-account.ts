import type { Queryable } from '../../storage/database.ts';
import { findOperatorAccountById, type OperatorAccount } from '../../storage/operator-accounts.ts';
import { findThirdPartyAccountById } from '../../storage/third-party-accounts.ts';

/** Somebody who is signed in, as pages and histories name them. */
export interface SignedInAccount {
  readonly id: number;
  readonly uid: string;
  readonly name: string;
  readonly email: string;
}

/** The account of a third party; undefined when it is gone. */
export async function findDeveloper(
  { db }: { readonly db: Queryable },
  { id }: { readonly id: number },
): Promise<SignedInAccount | undefined> {
  return await findThirdPartyAccountById(db, id);
}

/** An operator or auditor; undefined when the account is gone. */
export async function findOperator(
  { db }: { readonly db: Queryable },
  { id }: { readonly id: number },
): Promise<(SignedInAccount & Pick<OperatorAccount, 'role' | 'utilityId'>) | undefined> {
  return await findOperatorAccountById(db, id);
}
