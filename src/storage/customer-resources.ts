import type { Noun } from '../espi/resources.ts';
import type { ComplexValue } from '../espi/schema/define.ts';
import type { Queryable } from './database.ts';
import { type MergeCount, nothingMerged, selectMergeCount } from './merge-count.ts';

/** A resource of the customer tree as an importer knows it again. */
export interface KnownCustomerResource {
  readonly id: number;
  readonly sourceKey: string;
  /** The Customer at the top of its tree. */
  readonly customerId: number;
}

/** Finds resources of one noun by what their source calls them; those that are not there are not in the answer. */
export async function findCustomerResources(
  db: Queryable,
  input: { readonly utilityId: number; readonly noun: Noun; readonly sourceKeys: readonly string[] },
): Promise<KnownCustomerResource[]> {
  if (input.sourceKeys.length === 0) return [];
  return await db.query<KnownCustomerResource>(
    `select id, source_key as "sourceKey", customer_id as "customerId"
     from customer_resource where utility_id = $1 and noun = $2 and source_key = any($3::text[])`,
    [input.utilityId, input.noun, input.sourceKeys],
  );
}

/** The stored elements of a resource; undefined when it is not there. */
export async function findCustomerData(
  db: Queryable,
  input: { readonly utilityId: number; readonly noun: Noun; readonly sourceKey: string },
): Promise<ComplexValue | undefined> {
  const [row] = await db.query<{ data: ComplexValue }>(
    'select data from customer_resource where utility_id = $1 and noun = $2 and source_key = $3',
    [input.utilityId, input.noun, input.sourceKey],
  );
  return row?.data;
}

/** A resource of the customer tree to be written; `uid` is for a new one. */
export interface CustomerResourceRow {
  readonly uid: string;
  readonly sourceKey: string;
  /** What it stands below, and the Customer of that; both null for a Customer. */
  readonly parentId: number | null;
  readonly customerId: number | null;
  readonly data: ComplexValue;
  /** Whether a file that belongs to it is another than before. */
  readonly fileChanged: boolean;
}

/** Writes resources of one noun, each source key once. The caller holds the stamp. */
export async function mergeCustomerResources(
  tx: Queryable,
  {
    utilityId,
    noun,
    stamp,
    rows,
  }: {
    readonly utilityId: number;
    readonly noun: Noun;
    readonly stamp: number;
    readonly rows: readonly CustomerResourceRow[];
  },
): Promise<MergeCount> {
  if (rows.length === 0) return nothingMerged;
  const [count] = await tx.query<MergeCount>(
    `with input as (
       select t.*, coalesce(c.id, nextval(pg_get_serial_sequence('customer_resource', 'id'))) as id,
         c.id is null as fresh
       from jsonb_to_recordset($3::text::jsonb) as t(ord int4, uid text, "sourceKey" text, "parentId" int8,
           "customerId" int8, data jsonb, "fileChanged" bool)
         left join customer_resource c on c.utility_id = $1 and c.noun = $2 and c.source_key = t."sourceKey"
       order by t.ord),
     changed as (
       update customer_resource c
       set parent_id = i."parentId", customer_id = coalesce(i."customerId", i.id), data = i.data, updated = $4
       from input i
       where not i.fresh and c.id = i.id
         and (i."fileChanged" or (c.parent_id, c.customer_id, c.data) is distinct from
           (i."parentId", coalesce(i."customerId", i.id), i.data))
       returning 1),
     created as (
       insert into customer_resource (id, utility_id, noun, customer_id, parent_id, uid, source_key, data,
         published, updated)
       overriding system value
       select i.id, $1, $2, coalesce(i."customerId", i.id), i."parentId", i.uid, i."sourceKey", i.data, $4, $4
       from input i where i.fresh
       returning 1)
     ${selectMergeCount}`,
    [utilityId, noun, JSON.stringify(rows.map((row, ord) => ({ ord, ...row }))), stamp],
  );
  return count ?? nothingMerged;
}
