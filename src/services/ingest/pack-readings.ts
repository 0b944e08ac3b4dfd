import type { Reading } from '../../espi/reading.ts';
import { zoneClockOf } from '../../espi/zone-clock-iana.ts';
import { AppError } from '../../platform/errors.ts';
import type { Queryable } from '../../storage/database.ts';
import { findUsagePoints } from '../../storage/usage-points.ts';
import type { IngestBatch } from './ingest-batch.ts';
import { type PackedDay, splitDays } from './split-days.ts';

/** The readings of one MeterReading of a batch, cut into days and packed. */
export interface PackedSeries {
  readonly usagePointKey: string;
  readonly meterReadingKey: string;
  /** IANA name of the zone by which the days were cut. */
  readonly timeZone: string;
  readonly readings: readonly Reading[];
  readonly days: readonly PackedDay[];
}

/** Packs one series. @throws AppError `invalid_input` for a reading whose time or number does not fit. */
export function packSeries(series: Omit<PackedSeries, 'days'>): PackedSeries {
  try {
    return { ...series, days: splitDays(series.readings, zoneClockOf(series.timeZone)) };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new AppError('invalid_input', `Usage point "${series.usagePointKey}": ${error.message}.`, {
      cause: error,
    });
  }
}

function joinReadings(batch: IngestBatch): Map<string, Map<string, readonly Reading[]>> {
  const byPoint = new Map<string, Map<string, readonly Reading[]>>();
  for (const { usagePointKey, meterReadingKey, readings } of batch.readings) {
    const its = byPoint.get(usagePointKey) ?? new Map<string, readonly Reading[]>();
    byPoint.set(usagePointKey, its);
    const before = its.get(meterReadingKey);
    its.set(meterReadingKey, before === undefined ? readings : before.concat(readings));
  }
  return byPoint;
}

/**
 * Packs all readings of a batch before its transaction begins, because that takes most of the time.
 *
 * The zone of a usage point that is stored decides; that of the batch is for a new one. Usage points that are
 * neither stored nor in the batch are left out here and refused when the batch is written.
 */
export async function packBatch(
  db: Queryable,
  { utilityId, batch }: { readonly utilityId: number; readonly batch: IngestBatch },
): Promise<PackedSeries[]> {
  const byPoint = joinReadings(batch);
  const zones = new Map(batch.usagePoints.map(({ sourceKey, timeZone }) => [sourceKey, timeZone]));
  const stored = await findUsagePoints(db, { utilityId, sourceKeys: [...byPoint.keys()] });
  for (const { sourceKey, timeZone } of stored) zones.set(sourceKey, timeZone);
  const packed: PackedSeries[] = [];
  for (const [usagePointKey, its] of byPoint) {
    const timeZone = zones.get(usagePointKey);
    if (timeZone === undefined) continue;
    for (const [meterReadingKey, readings] of its)
      packed.push(packSeries({ usagePointKey, meterReadingKey, timeZone, readings }));
  }
  return packed;
}
