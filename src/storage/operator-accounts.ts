import type { Queryable } from './database.ts';

/** An auditor sees everything and changes nothing. */
export type OperatorRole = 'operator' | 'auditor';

/** A person of a utility. */
export interface OperatorAccount {
  readonly id: number;
  readonly uid: string;
  readonly utilityId: number;
  /** Lower case. */
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
  readonly role: OperatorRole;
}

const columns = 'id, uid, utility_id as "utilityId", email, name, password_hash as "passwordHash", role';

/** Inserts an operator; undefined when the utility has one with that e-mail address. */
export async function insertOperatorAccount(
  db: Queryable,
  account: Omit<OperatorAccount, 'id'> & { readonly created: number },
): Promise<number | undefined> {
  const [row] = await db.query<{ id: number }>(
    `insert into operator_account (uid, utility_id, email, name, password_hash, role, created)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict (utility_id, email) do nothing returning id`,
    [
      account.uid,
      account.utilityId,
      account.email,
      account.name,
      account.passwordHash,
      account.role,
      account.created,
    ],
  );
  return row?.id;
}

/** Replaces an operator's password; undefined when there is no such operator, or the password is not `seen` any more. */
export async function updateOperatorPassword(
  db: Queryable,
  input: {
    readonly utilityId: number;
    readonly email: string;
    readonly passwordHash: string;
    readonly seen?: string | undefined;
  },
): Promise<number | undefined> {
  const [row] = await db.query<{ id: number }>(
    `update operator_account set password_hash = $3
     where utility_id = $1 and email = $2 and password_hash = coalesce($4, password_hash) returning id`,
    [input.utilityId, input.email, input.passwordHash, input.seen ?? null],
  );
  return row?.id;
}

/** Whether an operator still has that password; until the end of the transaction it stays. */
export async function holdsOperatorPassword(
  tx: Queryable,
  { id, passwordHash }: { readonly id: number; readonly passwordHash: string },
): Promise<boolean> {
  const rows = await tx.query(
    'select 1 from operator_account where id = $1 and password_hash = $2 for share',
    [id, passwordHash],
  );
  return rows.length > 0;
}

/** Finds an operator by e-mail address in lower case. */
export async function findOperatorAccountByEmail(
  db: Queryable,
  { utilityId, email }: { readonly utilityId: number; readonly email: string },
): Promise<OperatorAccount | undefined> {
  const [row] = await db.query<OperatorAccount>(
    `select ${columns} from operator_account where utility_id = $1 and email = $2`,
    [utilityId, email],
  );
  return row;
}

/** Finds an operator by key. */
export async function findOperatorAccountById(
  db: Queryable,
  id: number,
): Promise<OperatorAccount | undefined> {
  const [row] = await db.query<OperatorAccount>(`select ${columns} from operator_account where id = $1`, [
    id,
  ]);
  return row;
}

/** The people of a utility by e-mail address. */
export async function listOperatorAccounts(db: Queryable, utilityId: number): Promise<OperatorAccount[]> {
  return await db.query<OperatorAccount>(
    `select ${columns} from operator_account where utility_id = $1 order by email`,
    [utilityId],
  );
}

/** Where the operators of a utility are written to; auditors change nothing and get no mail. */
export async function listOperatorAddresses(db: Queryable, utilityId: number): Promise<string[]> {
  const rows = await db.query<{ email: string }>(
    `select email from operator_account where utility_id = $1 and role = 'operator' order by id`,
    [utilityId],
  );
  return rows.map(({ email }) => email);
}
