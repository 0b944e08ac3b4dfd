import { newUid } from '../../platform/ids.ts';
import {
  type FedUsagePoint,
  findFedUsagePoints,
  insertChannelSources,
  updateChannelSources,
} from '../../storage/channel-sources.ts';
import {
  type Channel,
  insertChannels,
  listChannels,
  updateReadingTypes,
} from '../../storage/meter-readings.ts';
import { assignChannels, type ChannelPlan, type ChannelSeeker, type Extent } from './assign-channels.ts';
import { type BatchContext, unknownKey } from './batch-context.ts';
import type { IngestBatch } from './ingest-batch.ts';
import { keepChannels } from './known-channels.ts';
import type { PackedSeries } from './pack-readings.ts';
import { noCount, type WriteCount } from './write-count.ts';

/** Where the readings of the batch go. */
export interface ChannelTargets {
  /** By key; their sources are those before this batch. */
  readonly usagePoints: ReadonlyMap<string, FedUsagePoint>;
  /** Number of the channel by key of the usage point and key of the MeterReading. */
  readonly channels: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly count: WriteCount;
}

/** The usage points that the batch names, by key; the batch's own must have been written. */
async function findBatchUsagePoints(
  { tx, utilityId }: BatchContext,
  batch: IngestBatch,
): Promise<Map<string, FedUsagePoint>> {
  const keys = new Set<string>();
  for (const kind of [batch.meterReadings, batch.readings, batch.usageSummaries, batch.qualitySummaries])
    for (const { usagePointKey } of kind) keys.add(usagePointKey);
  const found = await findFedUsagePoints(tx, { utilityId, sourceKeys: [...keys] });
  return new Map(found.map((point) => [point.sourceKey, point]));
}

const join = (a: Extent | undefined, b: Extent | undefined): Extent | undefined =>
  a === undefined || b === undefined
    ? (a ?? b)
    : { start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) };

/** The MeterReadings of the batch by usage point, each once, with the extent of what it has and says it has. */
function seekersOf(
  { meterReadings }: IngestBatch,
  packed: readonly PackedSeries[],
): Map<string, ChannelSeeker[]> {
  const byPoint = new Map<string, ChannelSeeker[]>();
  const put = (point: string, seeker: ChannelSeeker): void => {
    const seekers = byPoint.get(point);
    if (seekers === undefined) {
      byPoint.set(point, [seeker]);
      return;
    }
    const at = seekers.findIndex(({ sourceKey }) => sourceKey === seeker.sourceKey);
    const known = seekers[at];
    if (known === undefined) seekers.push(seeker);
    else
      seekers[at] = {
        sourceKey: seeker.sourceKey,
        readingType: seeker.readingType ?? known.readingType,
        mentioned: seeker.readingType === undefined ? known.mentioned : seeker.mentioned,
        extent: join(known.extent, seeker.extent),
      };
  };
  for (const { usagePointKey, sourceKey, readingType, mentioned, extent } of meterReadings)
    put(usagePointKey, { sourceKey, readingType, mentioned, extent });
  for (const { usagePointKey, meterReadingKey, extent } of packed)
    put(usagePointKey, { sourceKey: meterReadingKey, readingType: undefined, mentioned: undefined, extent });
  return byPoint;
}

/** What must be written for a usage point. */
interface PointPlan {
  readonly key: string;
  readonly point: FedUsagePoint;
  readonly plan: ChannelPlan;
}

/** Plans the channels of each usage point; the ReadingTypes are read only for those that need them. */
async function planChannels(
  { tx }: BatchContext,
  seekers: ReadonlyMap<string, readonly ChannelSeeker[]>,
  usagePoints: ReadonlyMap<string, FedUsagePoint>,
): Promise<PointPlan[]> {
  const plans: PointPlan[] = [];
  const open: { readonly key: string; readonly point: FedUsagePoint }[] = [];
  for (const [key, its] of seekers) {
    const point = usagePoints.get(key);
    if (point === undefined) throw unknownKey('UsagePoint', key, `The MeterReading "${its[0]?.sourceKey}"`);
    const plan = keepChannels(point.sources, its);
    if (plan === undefined) open.push({ key, point });
    else plans.push({ key, point, plan });
  }
  if (open.length === 0) return plans;
  const channels = new Map<number, Channel[]>(open.map(({ point: { id } }) => [id, []]));
  for (const channel of await listChannels(tx, [...channels.keys()]))
    channels.get(channel.upId)?.push(channel);
  for (const { key, point } of open) {
    const its = seekers.get(key) ?? [];
    const stored = { channels: channels.get(point.id) ?? [], sources: point.sources };
    const plan = assignChannels(stored, point.id, its);
    const lost = its.find(({ sourceKey }) => !plan.channels.has(sourceKey));
    if (lost !== undefined)
      throw unknownKey('MeterReading', lost.sourceKey, `A reading of the usage point "${key}"`);
    plans.push({ key, point, plan });
  }
  return plans;
}

function countChannels({ meterReadings }: IngestBatch, created: number, changed: number): WriteCount {
  const seen = new Set(meterReadings.map(({ usagePointKey, sourceKey }) => `${usagePointKey}\n${sourceKey}`));
  return { created, changed, unchanged: Math.max(seen.size - created - changed, 0) };
}

/**
 * Finds or makes the channel of each MeterReading that the batch describes or has readings of. The stamp has been
 * taken before, so that what is read here stays true.
 *
 * @throws AppError `invalid_input` when a usage point, or a MeterReading that the batch does not describe, is not known.
 */
export async function writeChannels(
  context: BatchContext,
  batch: IngestBatch,
  packed: readonly PackedSeries[],
): Promise<ChannelTargets> {
  const usagePoints = await findBatchUsagePoints(context, batch);
  const seekers = seekersOf(batch, packed);
  if (seekers.size === 0) return { usagePoints, channels: new Map(), count: noCount };
  const plans = await planChannels(context, seekers, usagePoints);
  const created = plans.flatMap(({ plan }) => plan.created);
  const changed = plans.flatMap(({ plan }) => plan.changed);
  if (created.length + changed.length > 0) {
    const stamp = await context.stamp();
    const rows = created.map((channel) => ({ ...channel, uid: newUid(), readingTypeUid: newUid() }));
    await insertChannels(context.tx, { stamp, rows });
    await updateReadingTypes(context.tx, { stamp, rows: changed });
  }
  await insertChannelSources(
    context.tx,
    plans.flatMap(({ plan }) => plan.sources),
  );
  await updateChannelSources(
    context.tx,
    plans.flatMap(({ plan }) => plan.grown),
  );
  return {
    usagePoints,
    channels: new Map(plans.map(({ key, plan }) => [key, plan.channels])),
    count: countChannels(batch, created.length, changed.length),
  };
}
