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
