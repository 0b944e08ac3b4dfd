import type { Queryable } from './database.ts';

/** The account of a third party. */
export interface ThirdPartyAccount {
  readonly id: number;
  readonly uid: string;
  readonly name: string;
  /** Lower case. */
  readonly email: string;
  readonly passwordHash: string;
  readonly language: string;
}

const columns = 'id, uid, name, email, password_hash as "passwordHash", language';

/** Inserts an account; undefined when the e-mail address has one. */
export async function insertThirdPartyAccount(
  db: Queryable,
  account: Omit<ThirdPartyAccount, 'id'> & { readonly created: number },
): Promise<number | undefined> {
  const [row] = await db.query<{ id: number }>(
    `insert into third_party_account (uid, name, email, password_hash, language, created)
     values ($1, $2, $3, $4, $5, $6) on conflict (email) do nothing returning id`,
    [account.uid, account.name, account.email, account.passwordHash, account.language, account.created],
  );
  return row?.id;
}

/** Finds an account by its e-mail address in lower case. */
export async function findThirdPartyAccountByEmail(
  db: Queryable,
  email: string,
): Promise<ThirdPartyAccount | undefined> {
  const [row] = await db.query<ThirdPartyAccount>(
    `select ${columns} from third_party_account where email = $1`,
    [email],
  );
  return row;
}

/** Replaces the password of an account; false when it is gone, or its password is not `seen` any more. */
export async function updateThirdPartyPassword(
  db: Queryable,
  {
    id,
    passwordHash,
    seen,
  }: { readonly id: number; readonly passwordHash: string; readonly seen?: string | undefined },
): Promise<boolean> {
  const rows = await db.query(
    `update third_party_account set password_hash = $2
     where id = $1 and password_hash = coalesce($3, password_hash) returning 1`,
    [id, passwordHash, seen ?? null],
  );
  return rows.length > 0;
}

/** Whether an account still has that password; until the end of the transaction it keeps it. */
export async function holdsThirdPartyPassword(
  tx: Queryable,
  { id, passwordHash }: { readonly id: number; readonly passwordHash: string },
): Promise<boolean> {
  const rows = await tx.query(
    'select 1 from third_party_account where id = $1 and password_hash = $2 for share',
    [id, passwordHash],
  );
  return rows.length > 0;
}

/** Finds an account by its uid. */
export async function findThirdPartyAccountByUid(
  db: Queryable,
  uid: string,
): Promise<ThirdPartyAccount | undefined> {
  const [row] = await db.query<ThirdPartyAccount>(
    `select ${columns} from third_party_account where uid = $1`,
    [uid],
  );
  return row;
}

/** Finds an account by its key. */
export async function findThirdPartyAccountById(
  db: Queryable,
  id: number,
): Promise<ThirdPartyAccount | undefined> {
  const [row] = await db.query<ThirdPartyAccount>(
    `select ${columns} from third_party_account where id = $1`,
    [id],
  );
  return row;
}
