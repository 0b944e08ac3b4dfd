import type { RowsGrant, RowsPoint } from './rows-queries.ts';

/** Paths below the resource root of what a feed's entries link to. */
export function pathsOf({ uid }: RowsGrant, point: RowsPoint) {
  const points = `/Subscription/${uid}/UsagePoint`;
  const own = `${points}/${point.uid}`;
  const channel = `${own}/MeterReading/${point.channelUid}`;
  return {
    points,
    point: own,
    channels: `${own}/MeterReading`,
    channel,
    blocks: `${channel}/IntervalBlock`,
    bills: `${own}/UsageSummary`,
    qualities: `${own}/ElectricPowerQualitySummary`,
    time: `/LocalTimeParameters/${point.timeUid}`,
    type: `/ReadingType/${point.typeUid}`,
  };
}

export type Paths = ReturnType<typeof pathsOf>;
