import type { Reading } from '../../espi/reading.ts';
import { newUid } from '../../platform/ids.ts';
import {
  type Channel,
  type ChannelSource,
  insertChannels,
  listChannelSources,
  listChannels,
  updateReadingTypes,
  upsertChannelSources,
} from '../../storage/meter-readings.ts';
import { findUsagePoints, type KnownUsagePoint } from '../../storage/usage-points.ts';
import { assignChannels, type ChannelPlan, type ChannelSeeker, type Extent } from './assign-channels.ts';
import { type BatchContext, unknownKey } from './batch-context.ts';
import type { IngestBatch } from './ingest-batch.ts';
import { noCount, type WriteCount } from './write-count.ts';

/** Where the readings of the batch go. */
export interface ChannelTargets {
  readonly usagePoints: ReadonlyMap<string, KnownUsagePoint>;
  /** Number of the channel by key of the usage point and key of the MeterReading. */
  readonly channels: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly count: WriteCount;
}

/** The usage points that the batch names, by key; the batch's own must have been written. */
async function findBatchUsagePoints(
  { tx, utilityId }: BatchContext,
  batch: IngestBatch,
): Promise<Map<string, KnownUsagePoint>> {
  const keys = new Set<string>();
  for (const kind of [batch.meterReadings, batch.readings, batch.usageSummaries, batch.qualitySummaries])
    for (const { usagePointKey } of kind) keys.add(usagePointKey);
  const found = await findUsagePoints(tx, { utilityId, sourceKeys: [...keys] });
  return new Map(found.map((point) => [point.sourceKey, point]));
}

function extentOf(readings: readonly Reading[]): Extent | undefined {
  if (readings.length === 0) return undefined;
  let [start, end] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const reading of readings) {
    start = Math.min(start, reading.start);
    // A register read at an instant takes up its second.
    end = Math.max(end, reading.start + Math.max(reading.duration, 1));
  }
  return { start, end };
}

const join = (a: Extent | undefined, b: Extent | undefined): Extent | undefined =>
  a === undefined || b === undefined
    ? (a ?? b)
    : { start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) };

/** The MeterReadings of the batch by usage point, each once, with the extent of what it has and says it has. */
function seekersOf(batch: IngestBatch): Map<string, Map<string, ChannelSeeker>> {
  const byPoint = new Map<string, Map<string, ChannelSeeker>>();
  const put = (point: string, seeker: ChannelSeeker): void => {
    const seekers = byPoint.get(point) ?? new Map<string, ChannelSeeker>();
    byPoint.set(point, seekers);
    const known = seekers.get(seeker.sourceKey);
    seekers.set(seeker.sourceKey, {
      sourceKey: seeker.sourceKey,
      readingType: seeker.readingType ?? known?.readingType,
      mentioned: seeker.readingType === undefined ? known?.mentioned : seeker.mentioned,
      extent: join(known?.extent, seeker.extent),
    });
  };
  for (const { usagePointKey, ...seeker } of batch.meterReadings) put(usagePointKey, seeker);
  for (const { usagePointKey, meterReadingKey, readings } of batch.readings)
    put(usagePointKey, { sourceKey: meterReadingKey, extent: extentOf(readings) });
  return byPoint;
}

const groupByPoint = <T extends { readonly upId: number }>(rows: readonly T[]): Map<number, T[]> => {
  const groups = new Map<number, T[]>();
  for (const row of rows) {
    const group = groups.get(row.upId);
    if (group === undefined) groups.set(row.upId, [row]);
    else group.push(row);
  }
  return groups;
};

async function readStored(
  { tx }: BatchContext,
  upIds: readonly number[],
): Promise<(upId: number) => { channels: Channel[]; sources: ChannelSource[] }> {
  const channels = groupByPoint(await listChannels(tx, upIds));
  const sources = groupByPoint(await listChannelSources(tx, upIds));
  return (upId) => ({ channels: channels.get(upId) ?? [], sources: sources.get(upId) ?? [] });
}

function countChannels(batch: IngestBatch, plans: readonly ChannelPlan[]): WriteCount {
  const seen = new Set(
    batch.meterReadings.map(({ usagePointKey, sourceKey }) => `${usagePointKey}\n${sourceKey}`),
  );
  const created = plans.reduce((sum, plan) => sum + plan.created.length, 0);
  const changed = plans.reduce((sum, plan) => sum + plan.changed.length, 0);
  return { created, changed, unchanged: Math.max(seen.size - created - changed, 0) };
}

/**
 * Finds or makes the channel of each MeterReading that the batch describes or has readings of. The stamp has been
 * taken before, so that what is read here stays true.
 *
 * @throws AppError `invalid_input` when a usage point, or a MeterReading that the batch does not describe, is not known.
 */
export async function writeChannels(context: BatchContext, batch: IngestBatch): Promise<ChannelTargets> {
  const usagePoints = await findBatchUsagePoints(context, batch);
  const seekers = seekersOf(batch);
  if (seekers.size === 0) return { usagePoints, channels: new Map(), count: noCount };
  const upIds: number[] = [];
  for (const [key, its] of seekers) {
    const point = usagePoints.get(key);
    if (point === undefined) {
      const [first = ''] = its.keys();
      throw unknownKey('UsagePoint', key, `The MeterReading "${first}"`);
    }
    upIds.push(point.id);
  }
  const stored = await readStored(context, upIds);
  const channels = new Map<string, ReadonlyMap<string, number>>();
  const plans: ChannelPlan[] = [];
  for (const [key, its] of seekers) {
    const upId = usagePoints.get(key)?.id ?? 0;
    const plan = assignChannels(stored(upId), upId, [...its.values()]);
    const lost = [...its.keys()].find((sourceKey) => !plan.channels.has(sourceKey));
    if (lost !== undefined) throw unknownKey('MeterReading', lost, `A reading of the usage point "${key}"`);
    channels.set(key, plan.channels);
    plans.push(plan);
  }
  const created = plans.flatMap((plan) => plan.created);
  const changed = plans.flatMap((plan) => plan.changed);
  const sources = plans.flatMap((plan) => plan.sources);
  if (created.length + changed.length + sources.length > 0) {
    const stamp = await context.stamp();
    const rows = created.map((channel) => ({ ...channel, uid: newUid(), readingTypeUid: newUid() }));
    await insertChannels(context.tx, { stamp, rows });
    await updateReadingTypes(context.tx, { stamp, rows: changed });
    await upsertChannelSources(context.tx, sources);
  }
  return { usagePoints, channels, count: countChannels(batch, plans) };
}
