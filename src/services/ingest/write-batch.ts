import type { Clock } from '../../platform/clock.ts';
import type { Database, Queryable, Transaction } from '../../storage/database.ts';
import { ensureMonths } from '../../storage/interval-months.ts';
import { batchContext, endBatch } from './batch-context.ts';
import type { IngestBatch } from './ingest-batch.ts';
import { notifyChanges } from './notify-changes.ts';
import { type PackedSeries, packBatch } from './pack-readings.ts';
import { writeChannels } from './write-channels.ts';
import type { WriteCount } from './write-count.ts';
import { writeCustomerResources, writeServedUsagePoints } from './write-customers.ts';
import { writeReadings } from './write-readings.ts';
import { writeQualitySummaries, writeUsageSummaries } from './write-summaries.ts';
import { writeUsagePoints } from './write-usage-points.ts';

/** What came of a batch, by kind. */
export interface BatchReceipt {
  readonly usagePoints: WriteCount;
  /** Channels: several MeterReadings of a source may share one. */
  readonly meterReadings: WriteCount;
  readonly readings: WriteCount;
  /** Stored days. */
  readonly blocks: WriteCount;
  readonly usageSummaries: WriteCount;
  readonly qualitySummaries: WriteCount;
  readonly customerResources: WriteCount;
}

/** A batch, and whose data it holds. */
export interface BatchInput {
  readonly utility: { readonly id: number };
  readonly batch: IngestBatch;
}

const wrote = (receipt: BatchReceipt): boolean =>
  Object.values(receipt).some(({ created, changed }: WriteCount) => created + changed > 0);

async function write(
  { tx, now }: { readonly tx: Transaction; readonly now: number },
  { utility, batch }: BatchInput,
  packed: readonly PackedSeries[],
): Promise<BatchReceipt> {
  const context = batchContext(tx, utility.id, now);
  await context.stamp();
  const customers = await writeCustomerResources(context, batch.customerResources);
  const usagePoints = await writeUsagePoints(context, batch.usagePoints);
  const targets = await writeChannels(context, batch, packed);
  const served = await writeServedUsagePoints(context, batch);
  const receipt = {
    usagePoints,
    meterReadings: targets.count,
    ...(await writeReadings(context, targets, packed)),
    usageSummaries: await writeUsageSummaries(context, targets.usagePoints, batch.usageSummaries),
    qualitySummaries: await writeQualitySummaries(context, targets.usagePoints, batch.qualitySummaries),
    customerResources: customers,
  };
  if (wrote(receipt))
    await notifyChanges(context, {
      batch,
      upIds: [...targets.usagePoints.values()].map(({ id }) => id),
      now,
    });
  await endBatch(context, wrote(receipt) || served > 0);
  return receipt;
}

/**
 * Writes a batch in one transaction, all of it or nothing. It is idempotent: what is stored already is not
 * touched and keeps its `updated`; what is another now gets the stamp of this batch, later than every one
 * before.
 *
 * Writers of one utility take turns from the moment they begin to write (docs/decisions/005-updated-stamps.md);
 * readings are packed before that.
 *
 * @throws AppError `invalid_input` when something belongs to what is neither in the batch nor stored, or a
 *   number does not fit.
 */
export async function writeBatch(
  { db, clock }: { readonly db: Database; readonly clock: Clock },
  input: BatchInput,
): Promise<BatchReceipt> {
  const packed = await packBatch(db, { utilityId: input.utility.id, batch: input.batch });
  await ensureMonths(db, new Set(packed.flatMap(({ days }) => days.map(({ day }) => day))));
  return await db.transaction((tx) => write({ tx, now: clock.now() }, input, packed));
}

/**
 * The same within a transaction that is under way and will be taken back: for a dry run. It makes no partitions.
 */
export async function writeBatchWithin(
  { tx, clock }: { readonly tx: Transaction; readonly clock: Clock },
  input: BatchInput,
): Promise<BatchReceipt> {
  const db: Queryable = tx;
  const packed = await packBatch(db, { utilityId: input.utility.id, batch: input.batch });
  return await write({ tx, now: clock.now() }, input, packed);
}
