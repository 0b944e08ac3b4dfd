import { mergeReadings } from '../../espi/merge-readings.ts';
import { unpackReadings } from '../../espi/packed-readings.ts';
import type { Reading } from '../../espi/reading.ts';
import { readingsEqual } from '../../espi/reading-equality.ts';
import {
  copyNewDays,
  insertStagedDays,
  listDifferingDays,
  type StagedDay,
  type StoredDay,
  stageDays,
  updateStagedDays,
} from '../../storage/interval-days.ts';
import type { BatchContext } from './batch-context.ts';
import type { PackedSeries } from './pack-readings.ts';
import { placeDays } from './place-days.ts';
import { packDay } from './split-days.ts';
import type { ChannelTargets } from './write-channels.ts';
import { addCounts, noCount, type WriteCount } from './write-count.ts';

/** What writing readings did, by reading and by block. */
export interface ReadingsReceipt {
  readonly readings: WriteCount;
  readonly blocks: WriteCount;
}

const keyOf = ({ upId, no, day }: Pick<StagedDay, 'upId' | 'no' | 'day'>): string => `${upId} ${no} ${day}`;

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
  staged: readonly StagedDay[],
  stored: readonly StoredDay[],
): { readonly rewritten: StagedDay[]; readonly readings: WriteCount; readonly stagedReadings: number } {
  const rewritten: StagedDay[] = [];
  let readings = noCount;
  let stagedReadings = 0;
  const byKey = new Map(stored.length === 0 ? [] : staged.map((day) => [keyOf(day), day]));
  for (const old of stored) {
    const day = byKey.get(keyOf(old));
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

const countDays = (days: readonly StagedDay[]): number => days.reduce((sum, { count }) => sum + count, 0);

/** Writes days some of which may be stored: new ones by one insert, those that differ read, merged and rewritten. */
async function writeStagedDays(
  { tx, stamp: takeStamp }: BatchContext,
  days: readonly StagedDay[],
): Promise<ReadingsReceipt> {
  if (days.length === 0) return { readings: noCount, blocks: noCount };
  let [firstDay, lastDay] = ['9999-12-31', '0000-01-01'];
  for (const { day } of days) {
    if (day < firstDay) firstDay = day;
    if (day > lastDay) lastDay = day;
  }
  await stageDays(tx, days);
  const stamp = await takeStamp();
  const fresh = await insertStagedDays(tx, stamp);
  const created = { ...noCount, created: fresh.readings };
  if (fresh.days === days.length) return { readings: created, blocks: { ...noCount, created: fresh.days } };
  const merged = mergeDays(days, await listDifferingDays(tx, { firstDay, lastDay }));
  if (merged.rewritten.length > 0) {
    await stageDays(tx, merged.rewritten);
    await updateStagedDays(tx, { stamp, firstDay, lastDay });
  }
  const same = { ...noCount, unchanged: countDays(days) - fresh.readings - merged.stagedReadings };
  const changed = merged.rewritten.length;
  return {
    readings: addCounts(addCounts(created, merged.readings), same),
    blocks: { created: fresh.days, changed, unchanged: days.length - fresh.days - changed },
  };
}

/**
 * Writes packed readings: days that begin after all that their channels hold by COPY, others by a staging table:
 * inserted, or merged into what is stored where that differs, or not touched at all. A reading replaces what is
 * stored at the same start.
 */
export async function writeReadings(
  context: BatchContext,
  targets: ChannelTargets,
  packed: readonly PackedSeries[],
): Promise<ReadingsReceipt> {
  const { later, others } = placeDays(targets, packed);
  const copied =
    later.length > 0 && (await copyNewDays(context.tx, { stamp: await context.stamp(), days: later }));
  if (!copied) return await writeStagedDays(context, [...later, ...others]);
  const { readings, blocks } = await writeStagedDays(context, others);
  return {
    readings: addCounts(readings, { ...noCount, created: countDays(later) }),
    blocks: addCounts(blocks, { ...noCount, created: later.length }),
  };
}
