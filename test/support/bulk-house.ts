import type { IngestBatch } from '../../src/services/ingest/ingest-batch.ts';
import { type BatchReceipt, writeBatch } from '../../src/services/ingest/write-batch.ts';
import type { House } from './house.ts';
import { batchOf } from './ingest-house.ts';
import { corrected } from './seed/readings.ts';

/** The third party to which the bulks of a house go. */
export interface BulkClient {
  readonly id: number;
  readonly utilityId: number;
}

/** Finds it. */
export async function findBulkClient({ db }: House): Promise<BulkClient> {
  const [client] = await db.query<BulkClient>(
    `select id, utility_id as "utilityId" from client where uid = 'clientone'`,
  );
  if (client === undefined) throw new Error('The house has no third party for bulks');
  return client;
}

/** Writes a part of a batch for its utility. */
export const writePart = (
  house: House,
  { utilityId }: BulkClient,
  batch: Partial<IngestBatch>,
): Promise<BatchReceipt> => writeBatch(house, { utility: { id: utilityId }, batch: batchOf(batch) });

/** Gives one reading of the home another value. */
export const correctHome = (house: House, client: BulkClient, value: number): Promise<BatchReceipt> =>
  writePart(house, client, {
    readings: [
      { usagePointKey: 'home-electric', meterReadingKey: 'in', readings: [{ ...corrected, value }] },
    ],
  });

/** Grants what `authintervals` grants so many times over. */
export async function grantMany({ db }: House, count: number, name: string): Promise<void> {
  const [row] = await db.query<{ columns: string }>(
    `select string_agg(quote_ident(column_name), ',' order by ordinal_position) as columns
     from information_schema.columns
     where table_name = 'authorization' and table_schema = current_schema() and column_name not in ('id', 'uid')`,
  );
  await db.query(
    `with one as (select * from "authorization" where uid = 'authintervals'),
     added as (insert into "authorization" (uid, ${row?.columns})
       select '${name}' || g, ${row?.columns} from one, generate_series(1, ${count}) g returning id)
     insert into authorization_usage_point (authorization_id, up_id)
     select added.id, p.up_id from added, one join authorization_usage_point p on p.authorization_id = one.id`,
  );
}
