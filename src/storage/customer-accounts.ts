import type { Queryable } from './database.ts';

/** How retail customers can be recognised: an own account, or an identity of the utility's OpenID provider. */
export interface CustomerAccountRow {
  readonly uid: string;
  /** customer_resource.id of each Customer for whom it signs in; never empty. */
  readonly customerIds: readonly number[];
  readonly email: string | null;
  readonly passwordHash: string | null;
  readonly language: 'en' | 'fr';
  readonly testScenario: string | null;
}

const columns = `a.uid, a.email, a.password_hash as "passwordHash", a.language, a.test_scenario as "testScenario",
  array(select l.customer_id from account_customer l where l.account_id = a.id order by l.customer_id)
    as "customerIds"`;

/** The account of an e-mail address, in lower case. */
export async function findCustomerAccountByEmail(
  db: Queryable,
  { utilityId, email }: { readonly utilityId: number; readonly email: string },
): Promise<CustomerAccountRow | undefined> {
  const [row] = await db.query<CustomerAccountRow>(
    `select ${columns} from customer_account a where a.utility_id = $1 and a.email = $2`,
    [utilityId, email],
  );
  return row;
}

/** The account of an identity at the utility's OpenID provider. */
export async function findCustomerAccountByIdentity(
  db: Queryable,
  {
    utilityId,
    issuer,
    subject,
  }: { readonly utilityId: number; readonly issuer: string; readonly subject: string },
): Promise<CustomerAccountRow | undefined> {
  const [row] = await db.query<CustomerAccountRow>(
    `select ${columns} from customer_account a
     where a.utility_id = $1 and a.openid_issuer = $2 and a.openid_subject = $3`,
    [utilityId, issuer, subject],
  );
  return row;
}

/** The account of that uid. */
export async function findCustomerAccountByUid(
  db: Queryable,
  { utilityId, uid }: { readonly utilityId: number; readonly uid: string },
): Promise<CustomerAccountRow | undefined> {
  const [row] = await db.query<CustomerAccountRow>(
    `select ${columns} from customer_account a where a.utility_id = $1 and a.uid = $2`,
    [utilityId, uid],
  );
  return row;
}

/** The accounts of a customer, oldest first. */
export async function listCustomerAccounts(db: Queryable, customerId: number): Promise<CustomerAccountRow[]> {
  return await db.query<CustomerAccountRow>(
    `select ${columns} from customer_account a
     where exists (select from account_customer l where l.account_id = a.id and l.customer_id = $1)
     order by a.id`,
    [customerId],
  );
}

/** A test customer with the story it plays. */
export interface TestCustomerRow {
  readonly uid: string;
  readonly customerId: number;
  readonly name: string;
  readonly scenario: string;
}

/** The test customers of a utility, in the order of entry. */
export async function listTestCustomerRows(db: Queryable, utilityId: number): Promise<TestCustomerRow[]> {
  return await db.query<TestCustomerRow>(
    `select a.uid, l.customer_id as "customerId", a.test_scenario as scenario,
       coalesce(c.data ->> 'customerName', c.source_key) as name
     from customer_account a
       join account_customer l on l.account_id = a.id
       join customer_resource c on c.id = l.customer_id
     where a.utility_id = $1 and a.test_scenario is not null order by a.id`,
    [utilityId],
  );
}

/** A condition: whether an account is that of somebody invented. */
const isInventedAccount = (account: string): string =>
  `${account}.test_scenario is not null and ${account}.password_hash is null`;

/**
 * A condition: whether a customer was invented for the sandbox of a utility, as `utility test-customers` does. Their accounts
 * have an address that reaches nobody, and no password: nobody signs in as one of them but for an app in the sandbox. Those
 * of the demo utility have a password.
 *
 * @param customer the SQL of a customer's key.
 * @param utility the SQL of the utility's key.
 */
export const isInventedCustomer = (customer: string, utility: string): string =>
  `${customer} in (select l.customer_id from account_customer l join customer_account a on a.id = l.account_id
     where a.utility_id = ${utility} and a.email is not null and ${isInventedAccount('a')})`;

/** Whether an address is that of an invented customer, who reads no mail: {@link isInventedCustomer}. */
export async function isInventedAddress(
  db: Queryable,
  { utilityId, email }: { readonly utilityId: number; readonly email: string },
): Promise<boolean> {
  const rows = await db.query(
    `select 1 from customer_account a where a.utility_id = $1 and a.email = $2 and ${isInventedAccount('a')}`,
    [utilityId, email],
  );
  return rows.length > 0;
}

/** Whether a customer has an account of the sandbox. */
export async function isTestCustomerRow(db: Queryable, customerId: number): Promise<boolean> {
  const rows = await db.query(
    `select 1 from account_customer l join customer_account a on a.id = l.account_id
     where l.customer_id = $1 and a.test_scenario is not null limit 1`,
    [customerId],
  );
  return rows.length > 0;
}

/** Whether a customer, where one is named, and all owners of these usage points have accounts of the sandbox. */
export async function areTestCustomerRows(
  db: Queryable,
  { customerId, meterIds }: { readonly customerId: number | undefined; readonly meterIds: readonly number[] },
): Promise<boolean> {
  const others = await db.query(
    `select 1 from (
       select customer_id from usage_point where id = any($2::int8[])
       union all select $1::int8 where $1 is not null) t
     where not exists (select from account_customer l join customer_account a on a.id = l.account_id
       where l.customer_id = t.customer_id and a.test_scenario is not null)
     limit 1`,
    [customerId ?? null, meterIds],
  );
  return others.length === 0;
}

/** A way to recognise customers, to write down. */
export interface NewCustomerAccount {
  readonly uid: string;
  readonly utilityId: number;
  readonly customerIds: readonly number[];
  readonly email?: string | undefined;
  readonly passwordHash?: string | undefined;
  readonly issuer?: string | undefined;
  readonly subject?: string | undefined;
  readonly language: 'en' | 'fr';
  readonly testScenario?: string | undefined;
  readonly created: number;
}

/** Inserts an account; false when its e-mail address or identity is taken. */
export async function insertCustomerAccount(db: Queryable, row: NewCustomerAccount): Promise<boolean> {
  const rows = await db.query(
    `with made as (
       insert into customer_account (uid, utility_id, email, password_hash, openid_issuer, openid_subject,
         language, test_scenario, created)
       values ($1, $2, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing returning id)
     insert into account_customer (account_id, customer_id)
     select made.id, c.id from made, unnest($3::int8[]) as c(id) returning 1`,
    [
      row.uid,
      row.utilityId,
      row.customerIds,
      row.email ?? null,
      row.passwordHash ?? null,
      row.issuer ?? null,
      row.subject ?? null,
      row.language,
      row.testScenario ?? null,
      row.created,
    ],
  );
  return rows.length > 0;
}

/** Gives an account another part as a test customer; one that plays it already stays untouched. */
export async function updateTestScenario(
  db: Queryable,
  { uid, testScenario }: { readonly uid: string; readonly testScenario: string },
): Promise<void> {
  await db.query(
    'update customer_account set test_scenario = $2 where uid = $1 and test_scenario is distinct from $2',
    [uid, testScenario],
  );
}

/** Keeps the language of a customer's own accounts, for mails. One that stands for others too speaks for them as well. */
export async function updateCustomerLanguage(
  db: Queryable,
  { customerId, language }: { readonly customerId: number; readonly language: string },
): Promise<void> {
  await db.query(
    `update customer_account a set language = $2 where a.language <> $2
       and exists (select from account_customer l where l.account_id = a.id and l.customer_id = $1)
       and not exists (select from account_customer l where l.account_id = a.id and l.customer_id <> $1)`,
    [customerId, language],
  );
}

/** Replaces the password of an account; false when it is gone, or its password is not `seen` any more. */
export async function updateCustomerPassword(
  db: Queryable,
  {
    uid,
    passwordHash,
    seen,
  }: { readonly uid: string; readonly passwordHash: string; readonly seen?: string | null | undefined },
): Promise<boolean> {
  const rows = await db.query(
    `update customer_account set password_hash = $2
     where uid = $1 and ($3::text is null or password_hash = $3) returning 1`,
    [uid, passwordHash, seen ?? null],
  );
  return rows.length > 0;
}

/** Removes an account; its customers stay. */
export async function deleteCustomerAccount(db: Queryable, uid: string): Promise<void> {
  await db.query('delete from customer_account where uid = $1', [uid]);
}

/** An account in a list of the operator. */
export interface ListedCustomerAccount {
  readonly uid: string;
  readonly email: string;
  readonly language: 'en' | 'fr';
  readonly hasPassword: boolean;
  /** What the utility calls the customers. */
  readonly customers: readonly string[];
  /** Milliseconds. */
  readonly created: number;
}

/** The accounts of a utility that have an e-mail address, in its order. */
export async function listAccountsByEmail(
  db: Queryable,
  utilityId: number,
): Promise<ListedCustomerAccount[]> {
  return await db.query<ListedCustomerAccount>(
    `select a.uid, a.email, a.language, a.password_hash is not null as "hasPassword", a.created,
       array(select c.source_key from account_customer l join customer_resource c on c.id = l.customer_id
         where l.account_id = a.id order by c.source_key) as customers
     from customer_account a where a.utility_id = $1 and a.email is not null order by a.email`,
    [utilityId],
  );
}
