import { mergeReadings } from '../../espi/merge-readings.ts';
import { unpackReadings } from '../../espi/packed-readings.ts';
import type { Reading } from '../../espi/reading.ts';
import { readingsEqual } from '../../espi/reading-equality.ts';
import {
  insertStagedDays,
  listDifferingDays,
  type StagedDay,
  type StoredDay,
  stageDays,
  updateStagedDays,
} from '../../storage/interval-days.ts';
import type { BatchContext } from './batch-context.ts';
import { type PackedSeries, packSeries } from './pack-readings.ts';
import { packDay } from './split-days.ts';
import type { ChannelTargets } from './write-channels.ts';
import { addCounts, noCount, type WriteCount } from './write-count.ts';

/** What writing readings did, by reading and by block. */
export interface ReadingsReceipt {
  readonly readings: WriteCount;
  readonly blocks: WriteCount;
}

const keyOf = ({ upId, no, day }: Pick<StagedDay, 'upId' | 'no' | 'day'>): string => `${upId} ${no} ${day}`;

/** The days by channel and date; where two series of one channel have the same day they are put together. */
function daysOf(
  { usagePoints, channels }: ChannelTargets,
  packed: readonly PackedSeries[],
): Map<string, StagedDay> {
  const days = new Map<string, StagedDay>();
  for (const series of packed) {
    const point = usagePoints.get(series.usagePointKey);
    const no = channels.get(series.usagePointKey)?.get(series.meterReadingKey);
    if (point === undefined || no === undefined) continue;
    // The zone may have been settled by another writer since the readings were packed.
    const { timeZone } = point;
    const its = timeZone === series.timeZone ? series : packSeries({ ...series, timeZone });
    for (const day of its.days) {
      const staged = { ...day, upId: point.id, no };
      const before = days.get(keyOf(staged));
      days.set(keyOf(staged), before === undefined ? staged : { ...staged, ...joinDays(before, staged) });
    }
  }
  return days;
}

const joinDays = (a: StagedDay, b: StagedDay) =>
  packDay(a.day, mergeReadings(unpackReadings(a), unpackReadings(b)).readings);

const byStart = (readings: readonly Reading[]): Map<number, Reading[]> => {
  const map = new Map<number, Reading[]>();
  for (const reading of readings) map.set(reading.start, [...(map.get(reading.start) ?? []), reading]);
  return map;
};

/** Compares what came with what was there, start by start. */
function countReadings(existing: readonly Reading[], incoming: readonly Reading[]): WriteCount {
  const stored = byStart(existing);
  let count = noCount;
  for (const [start, readings] of byStart(incoming)) {
    const before = stored.get(start);
    const kind = before === undefined ? 'created' : readingsEqual(before, readings) ? 'unchanged' : 'changed';
    count = addCounts(count, { ...noCount, [kind]: readings.length });
  }
  return count;
}

/** Merges the days that are stored with another content: what must be rewritten, and the count of their readings. */
function mergeDays(
  staged: ReadonlyMap<string, StagedDay>,
  stored: readonly StoredDay[],
): { readonly rewritten: StagedDay[]; readonly readings: WriteCount; readonly stagedReadings: number } {
  const rewritten: StagedDay[] = [];
  let readings = noCount;
  let stagedReadings = 0;
  for (const old of stored) {
    const day = staged.get(keyOf(old));
    if (day === undefined) continue;
    const existing = unpackReadings(old);
    const incoming = unpackReadings(day);
    const merged = mergeReadings(existing, incoming);
    readings = addCounts(readings, countReadings(existing, incoming));
    stagedReadings += day.count;
    if (merged.changed) rewritten.push({ ...day, ...packDay(day.day, merged.readings) });
  }
  return { rewritten, readings, stagedReadings };
}

/**
 * Writes packed readings: days that are new by COPY and one insert, stored ones that differ read, merged and
 * rewritten, all others not at all. A reading replaces what is stored at the same start.
 */
export async function writeReadings(
  { tx, stamp: takeStamp }: BatchContext,
  targets: ChannelTargets,
  packed: readonly PackedSeries[],
): Promise<ReadingsReceipt> {
  const staged = daysOf(targets, packed);
  if (staged.size === 0) return { readings: noCount, blocks: noCount };
  const dates = [...new Set([...staged.values()].map(({ day }) => day))].sort();
  const range = { firstDay: dates[0] ?? '', lastDay: dates.at(-1) ?? '' };
  const total = [...staged.values()].reduce((sum, { count }) => sum + count, 0);
  await stageDays(tx, [...staged.values()]);
  const stamp = await takeStamp();
  const fresh = await insertStagedDays(tx, stamp);
  const created = { ...noCount, created: fresh.readings };
  if (fresh.days === staged.size) return { readings: created, blocks: { ...noCount, created: fresh.days } };
  const merged = mergeDays(staged, await listDifferingDays(tx, range));
  if (merged.rewritten.length > 0) {
    await stageDays(tx, merged.rewritten);
    await updateStagedDays(tx, { stamp, ...range });
  }
  const same = { ...noCount, unchanged: total - fresh.readings - merged.stagedReadings };
  const changed = merged.rewritten.length;
  return {
    readings: addCounts(addCounts(created, merged.readings), same),
    blocks: { created: fresh.days, changed, unchanged: staged.size - fresh.days - changed },
  };
}
