import { localDayAt } from '../../espi/local-day.ts';
import { mergeReadings } from '../../espi/merge-readings.ts';
import { unpackReadings } from '../../espi/packed-readings.ts';
import { earliest, latest } from '../../espi/zone-clock.ts';
import { zoneClockOf } from '../../espi/zone-clock-iana.ts';
import type { FedUsagePoint } from '../../storage/channel-sources.ts';
import type { StagedDay } from '../../storage/interval-days.ts';
import { type PackedSeries, packSeries } from './pack-readings.ts';
import { type PackedDay, packDay } from './split-days.ts';
import type { ChannelTargets } from './write-channels.ts';

/** Days and the channels that they belong to, each once, in the order of their keys. */
export interface PlacedDays {
  /** They begin after all that their channels held before this batch: none of them is stored. */
  readonly later: readonly StagedDay[];
  readonly others: readonly StagedDay[];
}

/** The last local day of which a channel may hold readings, as `YYYY-MM-DD`; empty when it holds none. */
function lastDayOf({ sources, timeZone }: FedUsagePoint, no: number): string {
  let end: number | null = null;
  for (const source of sources)
    if (source.no === no && source.end !== null && (end === null || source.end > end)) end = source.end;
  if (end === null) return '';
  // A duration may be senseless.
  const last = Math.min(Math.max(end - 1, earliest), latest);
  return localDayAt(last, zoneClockOf(timeZone)).day;
}

const place = (
  { day, startTs, step, n, enc, data, end, count }: PackedDay,
  upId: number,
  no: number,
): StagedDay => ({ upId, no, day, startTs, step, n, enc, data, end, count });

const joinDays = (a: StagedDay, b: StagedDay): StagedDay =>
  place(packDay(a.day, mergeReadings(unpackReadings(a), unpackReadings(b)).readings), a.upId, a.no);

/** Where several days have one key, the later ones of them put into the first. */
function joinEqual(sorted: readonly StagedDay[]): readonly StagedDay[] {
  const same = (a: StagedDay | undefined, b: StagedDay): boolean =>
    a !== undefined && a.day === b.day && a.no === b.no && a.upId === b.upId;
  if (!sorted.some((day, i) => same(sorted[i - 1], day))) return sorted;
  const joined: StagedDay[] = [];
  for (const day of sorted) {
    const before = joined.at(-1);
    if (before !== undefined && same(before, day)) joined[joined.length - 1] = joinDays(before, day);
    else joined.push(day);
  }
  return joined;
}

const inOrder = (a: StagedDay, b: StagedDay): number =>
  a.upId - b.upId || a.no - b.no || (a.day < b.day ? -1 : a.day > b.day ? 1 : 0);

function sorted(days: StagedDay[]): readonly StagedDay[] {
  const ordered = days.every((day, i) => i === 0 || inOrder(days[i - 1] as StagedDay, day) <= 0);
  return joinEqual(ordered ? days : days.sort(inOrder));
}

/** Finds where the packed days of a batch go; where two series of one channel have the same day they are put together. */
export function placeDays(
  { usagePoints, channels }: ChannelTargets,
  packed: readonly PackedSeries[],
): PlacedDays {
  const [later, others]: [StagedDay[], StagedDay[]] = [[], []];
  for (const series of packed) {
    const point = usagePoints.get(series.usagePointKey);
    const no = channels.get(series.usagePointKey)?.get(series.meterReadingKey);
    if (point === undefined || no === undefined) continue;
    // The zone may have been settled by another writer since the readings were packed.
    const its =
      point.timeZone === series.timeZone ? series : packSeries({ ...series, timeZone: point.timeZone });
    const lastDay = lastDayOf(point, no);
    for (const day of its.days) (day.day > lastDay ? later : others).push(place(day, point.id, no));
  }
  return { later: sorted(later), others: sorted(others) };
}
