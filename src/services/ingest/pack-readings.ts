import type { Reading } from '../../espi/reading.ts';
import { zoneClockOf } from '../../espi/zone-clock-iana.ts';
import { AppError } from '../../platform/errors.ts';
import type { Queryable } from '../../storage/database.ts';
import { findUsagePoints, listTimeZones } from '../../storage/usage-points.ts';
import type { IngestBatch } from './ingest-batch.ts';
import { type SplitReadings, splitDays } from './split-days.ts';

/** The readings of one MeterReading of a batch, cut into days and packed. */
export interface PackedSeries extends SplitReadings {
  readonly usagePointKey: string;
  readonly meterReadingKey: string;
  /** IANA name of the zone by which the days were cut. */
  readonly timeZone: string;
  readonly readings: readonly Reading[];
}

/** Packs one series. @throws AppError `invalid_input` for a reading whose time or number does not fit. */
export function packSeries({
  usagePointKey,
  meterReadingKey,
  timeZone,
  readings,
}: Omit<PackedSeries, keyof SplitReadings>): PackedSeries {
  try {
    const { days, extent } = splitDays(readings, zoneClockOf(timeZone));
    return { usagePointKey, meterReadingKey, timeZone, readings, days, extent };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new AppError('invalid_input', `Usage point "${usagePointKey}": ${error.message}.`, {
      cause: error,
    });
  }
}

function joinReadings(batch: IngestBatch): Map<string, Map<string, readonly Reading[]>> {
  const byPoint = new Map<string, Map<string, readonly Reading[]>>();
  for (const { usagePointKey, meterReadingKey, readings } of batch.readings) {
    const its = byPoint.get(usagePointKey);
    if (its === undefined) byPoint.set(usagePointKey, new Map([[meterReadingKey, readings]]));
    else its.set(meterReadingKey, its.get(meterReadingKey)?.concat(readings) ?? readings);
  }
  return byPoint;
}

/**
 * By which zone the readings of a usage point are cut: its own when it is stored, else that of the batch. It is
 * looked at again when the batch is written, so that a guess does for those of which nothing is known.
 */
async function zonesOf(
  db: Queryable,
  { utilityId, batch }: { readonly utilityId: number; readonly batch: IngestBatch },
  sourceKeys: readonly string[],
): Promise<(usagePointKey: string) => string> {
  const stored = await listTimeZones(db, { utilityId, sourceKeys });
  const all = new Set([...stored, ...batch.usagePoints.map(({ timeZone }) => timeZone)]);
  const [guess = 'UTC'] = all;
  if (all.size < 2) return () => guess;
  const zones = new Map(batch.usagePoints.map(({ sourceKey, timeZone }) => [sourceKey, timeZone]));
  for (const { sourceKey, timeZone } of await findUsagePoints(db, { utilityId, sourceKeys }))
    zones.set(sourceKey, timeZone);
  return (key) => zones.get(key) ?? guess;
}

/** Packs all readings of a batch before its transaction begins, because that takes much of the time. */
export async function packBatch(
  db: Queryable,
  { utilityId, batch }: { readonly utilityId: number; readonly batch: IngestBatch },
): Promise<PackedSeries[]> {
  const byPoint = joinReadings(batch);
  const zoneOf = await zonesOf(db, { utilityId, batch }, [...byPoint.keys()]);
  const packed: PackedSeries[] = [];
  for (const [usagePointKey, its] of byPoint) {
    const timeZone = zoneOf(usagePointKey);
    for (const [meterReadingKey, readings] of its)
      packed.push(packSeries({ usagePointKey, meterReadingKey, timeZone, readings }));
  }
  return packed;
}
