import { createHash } from 'node:crypto';
import type { Entry } from '../src/espi/atom.ts';
import { createLinker } from '../src/espi/link-template.ts';
import type { PackedReadings } from '../src/espi/packed-format.ts';
import { packReadings } from '../src/espi/packed-readings.ts';
import type { Reading } from '../src/espi/reading.ts';
import { meterReading, readingType, usagePoint } from '../src/espi/schema/usage.ts';
import { base, firstDay, type SyntheticFeed, uuidOf } from './meter-year.ts';

/** What a bulk file of one moment holds: of each meter its UsagePoint, MeterReading and one IntervalBlock. */
export interface ManyMeters {
  readonly meters: number;
  /** Readings in each block. */
  readonly readings: number;
  /** Whether the ReadingType of each is in it, too, and readings have a cost and a quality: a night by `updated-min`. */
  readonly whole?: boolean;
}

const link = createLinker(base);

/** Like the uids of the program: 20 letters and digits. */
const uidOf = (name: string): string =>
  BigInt(`0x${createHash('sha1').update(name).digest('hex')}`)
    .toString(36)
    .slice(-20);

function rowOf(meter: number, { readings, whole = false }: ManyMeters): PackedReadings {
  return packReadings(
    Array.from({ length: readings }, (_, i): Reading => {
      const value = 100 + ((Math.imul(meter * 96 + i + 1, 2_654_435_761) >>> 16) % 400);
      const more = whole ? { cost: value * 16, quality: [17] } : {};
      return { start: firstDay + i * 900, duration: 900, value, ...more };
    }),
  );
}

// What is the same in the database is the same object.
const pointValue = { ServiceCategory: { kind: 0 }, status: 1 };
const channelValue = {};
const typeValue = { commodity: 1, flowDirection: 1, intervalLength: 900, kind: 12, uom: 72 };

function entriesOf(meter: number, shape: ManyMeters): Entry[] {
  const params = { auth_uid: 'q7Xw2LkP9sTz', meter_uid: uidOf(`m${meter}`), reading_uid: uidOf(`r${meter}`) };
  const type = { type_uid: shape.whole === true ? uidOf(`t${meter}`) : 'wh15' };
  const stamps = { published: (firstDay + meter) * 1000, updated: firstDay * 1000 + meter * 7919 };
  const content = { block: { rows: [rowOf(meter, shape)] } };
  return [
    {
      uuid: uuidOf(`point ${meter}`),
      links: link({ noun: 'UsagePoint', params, feeds: ['MeterReading', 'UsageSummary'] }).links,
      ...stamps,
      title: 'UsagePoint',
      content: { element: 'UsagePoint', type: usagePoint, value: pointValue },
    },
    {
      uuid: uuidOf(`channel ${meter}`),
      links: link({
        noun: 'MeterReading',
        params,
        feeds: ['IntervalBlock'],
        entries: { UsagePoint: [{}], ReadingType: [type] },
      }).links,
      ...stamps,
      title: 'MeterReading',
      content: { element: 'MeterReading', type: meterReading, value: channelValue },
    },
    ...(shape.whole === true
      ? [
          {
            uuid: uuidOf(`type ${meter}`),
            links: link({ noun: 'ReadingType', params: type, entries: { MeterReading: [params] } }).links,
            ...stamps,
            title: 'ReadingType',
            content: { element: 'ReadingType', type: readingType, value: typeValue },
          },
        ]
      : []),
    {
      uuid: uuidOf(`block ${meter}`),
      links: link({
        noun: 'IntervalBlock',
        params: { ...params, block_uid: String(firstDay) },
        entries: { MeterReading: [{}] },
      }).links,
      ...stamps,
      title: 'IntervalBlock',
      content,
    },
  ];
}

/** The feed of many meters; `readings` is left empty. */
export function createManyMeters(shape: ManyMeters): SyntheticFeed {
  const links = [{ rel: 'self' as const, type: 'espi-feed/Subscription', href: `${base}/Batch/Bulk/x` }];
  return {
    head: { uuid: uuidOf('bulk'), title: 'Bulk', updated: firstDay * 1000, links },
    entries: Array.from({ length: shape.meters }, (_, meter) => entriesOf(meter, shape)).flat(),
    readings: [],
  };
}
