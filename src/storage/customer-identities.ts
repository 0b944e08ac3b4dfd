import type { ComplexValue } from '../espi/schema/define.ts';
import { isInventedCustomer } from './customer-accounts.ts';
import type { Queryable } from './database.ts';

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

/** An e-mail address without the blanks and line breaks that pretty-printed files have around it; null when empty. */
const trimmed = (address: string): string => `nullif(btrim(${address}, E' \\t\\r\\n'), '')`;

/** The first e-mail address of a Customer or a CustomerAccount, in lower case. The migrations index this text. */
const emailOf = (row: string): string =>
  `lower(coalesce(
    ${trimmed(`${row}.data #>> '{Organisation,electronicAddress,email1}'`)},
    ${trimmed(`${row}.data #>> '{Organisation,electronicAddress,email2}'`)},
    ${trimmed(`${row}.data #>> '{contactInfo,electronicAddress,email1}'`)},
    ${trimmed(`${row}.data #>> '{contactInfo,electronicAddress,email2}'`)}))`;

/**
 * Customers to whom the utility's records give this e-mail address, in lower case, as the first one: where their mails
 * go. Those of whom it is a second one are left out. The Customer's own comes before those of the accounts, whichever
 * was imported first.
 */
export async function listCustomersOfEmail(
  db: Queryable,
  { utilityId, email, limit }: { readonly utilityId: number; readonly email: string; readonly limit: number },
): Promise<number[]> {
  const rows = await db.query<{ id: number }>(
    `select distinct r.customer_id as id from customer_resource r
     where r.utility_id = $1 and r.noun in ('Customer', 'CustomerAccount') and ${emailOf('r')} = $2
       and not exists (select from customer_resource b
         where b.customer_id = r.customer_id and b.noun in ('Customer', 'CustomerAccount')
           and (b.noun <> 'Customer', b.id) < (r.noun <> 'Customer', r.id) and ${emailOf('b')} is not null)
     order by id limit $3`,
    [utilityId, email, limit],
  );
  return rows.map(({ id }) => id);
}

/** What the customers of a utility could show, of all that somebody could be asked for. */
export interface KnownOfAnybody {
  /** Somebody has an account with a password. */
  readonly passwords: boolean;
  /** Somebody has an e-mail address, in an account or in the records. */
  readonly addresses: boolean;
  /** Somebody has an account number. */
  readonly accountNumbers: boolean;
  readonly testCustomers: boolean;
}

/** Which ways to sign in can lead to anybody of a utility at all. Each answer is one look at an index. */
export async function findKnownOfAnybody(db: Queryable, utilityId: number): Promise<KnownOfAnybody> {
  const [row] = await db.query<KnownOfAnybody>(
    `select
       exists (select from customer_account where utility_id = $1 and password_hash is not null) as passwords,
       exists (select from customer_account where utility_id = $1 and email is not null
         and (test_scenario is null or password_hash is not null))
         or exists (select from customer_resource r where r.utility_id = $1
           and r.noun in ('Customer', 'CustomerAccount') and ${emailOf('r')} is not null
           and not ${isInventedCustomer('r.customer_id', '$1')}) as addresses,
       exists (select from customer_resource r where r.utility_id = $1 and r.noun = 'CustomerAccount'
         and regexp_replace(lower(r.data ->> 'accountId'), '[^a-z0-9]', '', 'g') is not null
         and not ${isInventedCustomer('r.customer_id', '$1')}) as "accountNumbers",
       exists (select from customer_account where utility_id = $1 and test_scenario is not null)
         as "testCustomers"`,
    [utilityId],
  );
  if (row === undefined) throw new RangeError('A statement without a table gave no row');
  return row;
}

/** The account numbers of the Customer `c`, the oldest account first. */
export const accountNumbers = `array(select a.data ->> 'accountId' from customer_resource a
    where a.customer_id = c.id and a.noun = 'CustomerAccount' and a.data ->> 'accountId' is not null
    order by a.id)`;

/** A customer as somebody tells them apart who may sign in as several. */
export interface CustomerChoiceRow {
  readonly id: number;
  readonly uid: string;
  readonly name: string;
  readonly accountNumbers: readonly string[];
  /** `mainAddress` of their first ServiceLocations. */
  readonly places: readonly ComplexValue[];
}

/** The customers of those keys that a utility has, in the order of entry, with at most `mostPlaces` addresses. */
export async function listCustomerChoiceRows(
  db: Queryable,
  input: { readonly utilityId: number; readonly ids: readonly number[]; readonly mostPlaces: number },
): Promise<CustomerChoiceRow[]> {
  return await db.query<CustomerChoiceRow>(
    `select c.id, c.uid,
       coalesce(c.data ->> 'customerName', c.data #>> '{Organisation,organisationName}', c.source_key) as name,
       ${accountNumbers} as "accountNumbers",
       (select coalesce(jsonb_agg(p.place order by p.id), '[]') from (
         select l.id, l.data -> 'mainAddress' as place from customer_resource l
         where l.customer_id = c.id and l.noun = 'ServiceLocation' and l.data -> 'mainAddress' is not null
         order by l.id limit $3) p) as places
     from customer_resource c
     where c.utility_id = $1 and c.id = any($2::int8[]) and c.noun = 'Customer' order by c.id`,
    [input.utilityId, input.ids, input.mostPlaces],
  );
}
