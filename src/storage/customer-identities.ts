import type { ComplexValue } from '../espi/schema/define.ts';
import type { Queryable } from './database.ts';

/** How a retail customer can be recognised. */
export interface CustomerAccountRow {
  readonly uid: string;
  /** customer_resource.id of the Customer. */
  readonly customerId: number;
  readonly email: string | null;
  readonly passwordHash: string | null;
  readonly language: 'en' | 'fr';
  readonly testScenario: string | null;
}

const columns = `uid, customer_id as "customerId", email, password_hash as "passwordHash", language,
  test_scenario as "testScenario"`;

/** The account of an e-mail address, in lower case. */
export async function findCustomerAccountByEmail(
  db: Queryable,
  { utilityId, email }: { readonly utilityId: number; readonly email: string },
): Promise<CustomerAccountRow | undefined> {
  const [row] = await db.query<CustomerAccountRow>(
    `select ${columns} from customer_account where utility_id = $1 and email = $2`,
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
    `select ${columns} from customer_account
     where utility_id = $1 and openid_issuer = $2 and openid_subject = $3`,
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
    `select ${columns} from customer_account where utility_id = $1 and uid = $2`,
    [utilityId, uid],
  );
  return row;
}

/** The accounts of a customer, oldest first. */
export async function listCustomerAccounts(db: Queryable, customerId: number): Promise<CustomerAccountRow[]> {
  return await db.query<CustomerAccountRow>(
    `select ${columns} from customer_account where customer_id = $1 order by id`,
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
    `select a.uid, a.customer_id as "customerId", a.test_scenario as scenario,
       coalesce(c.data ->> 'customerName', c.source_key) as name
     from customer_account a join customer_resource c on c.id = a.customer_id
     where a.utility_id = $1 and a.test_scenario is not null order by a.id`,
    [utilityId],
  );
}

/** A way to recognise a customer, to write down. */
export interface NewCustomerAccount {
  readonly uid: string;
  readonly utilityId: number;
  readonly customerId: number;
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
    `insert into customer_account (uid, utility_id, customer_id, email, password_hash, openid_issuer,
       openid_subject, language, test_scenario, created)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing returning 1`,
    [
      row.uid,
      row.utilityId,
      row.customerId,
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

/** Keeps the language of a customer's accounts, for mails. */
export async function updateCustomerLanguage(
  db: Queryable,
  { customerId, language }: { readonly customerId: number; readonly language: string },
): Promise<void> {
  await db.query('update customer_account set language = $2 where customer_id = $1 and language <> $2', [
    customerId,
    language,
  ]);
}

/** Customers with an account of this number, written in lower case without anything but letters and digits. */
export async function listCustomersOfAccountNumber(
  db: Queryable,
  { utilityId, plainNumber }: { readonly utilityId: number; readonly plainNumber: string },
): Promise<number[]> {
  const rows = await db.query<{ id: number }>(
    `select distinct customer_id as id from customer_resource
     where utility_id = $1 and noun = 'CustomerAccount'
       and regexp_replace(lower(data ->> 'accountId'), '[^a-z0-9]', '', 'g') = $2
     limit 2`,
    [utilityId, plainNumber],
  );
  return rows.map(({ id }) => id);
}

/** A resource of a customer's tree with its elements. */
export interface CustomerFactRow {
  readonly noun: string;
  readonly data: ComplexValue;
}

/** What the utility knows of a customer: name, contacts, accounts, places and meters. */
export async function listCustomerFacts(db: Queryable, customerId: number): Promise<CustomerFactRow[]> {
  return await db.query<CustomerFactRow>(
    `select noun, data from customer_resource
     where customer_id = $1 and noun in ('Customer', 'CustomerAccount', 'ServiceLocation', 'Meter') order by id`,
    [customerId],
  );
}

/** A bill of a customer. */
export interface BillFactRow {
  readonly upId: number;
  /** Seconds. */
  readonly issued: number;
  readonly timeZone: string;
  /** In 1/100,000 of the currency. */
  readonly amount: number | null;
  readonly additional: number | null;
}

/** The two newest bills of each of a customer's meters, newest first. */
export async function listNewestBills(db: Queryable, customerId: number): Promise<BillFactRow[]> {
  return await db.query<BillFactRow>(
    `select u.id as "upId", s.issued_ts as issued, u.time_zone as "timeZone",
       (s.data ->> 'billLastPeriod')::int8 as amount, (s.data ->> 'costAdditionalLastPeriod')::int8 as additional
     from usage_point u
       cross join lateral (
         select issued_ts, data from usage_summary where up_id = u.id order by issued_ts desc limit 2) s
     where u.customer_id = $1
     order by s.issued_ts desc`,
    [customerId],
  );
}

/** The Customer of that key as pages greet it; undefined when it is not there. */
export async function findCustomerFace(
  db: Queryable,
  { customerId }: { readonly customerId: number },
): Promise<{ readonly uid: string; readonly name: string } | undefined> {
  const [row] = await db.query<{ uid: string; name: string }>(
    `select uid, coalesce(data ->> 'customerName', data #>> '{Organisation,organisationName}', source_key) as name
     from customer_resource where id = $1 and noun = 'Customer'`,
    [customerId],
  );
  return row;
}

/** Whether a customer has an account of the sandbox. */
export async function isTestCustomerRow(db: Queryable, customerId: number): Promise<boolean> {
  const rows = await db.query(
    'select 1 from customer_account where customer_id = $1 and test_scenario is not null limit 1',
    [customerId],
  );
  return rows.length > 0;
}
