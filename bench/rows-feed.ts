import { formatTime } from '../src/espi/time.ts';
import { uuidV5 } from '../src/espi/uuid.ts';
import type { Queryable } from '../src/storage/database.ts';
import { blockEntry, blocksOf, type RowsSpan } from './rows-blocks.ts';
import { billContent, entryText, pointContent, type Site, timeContent, typeContent } from './rows-entries.ts';
import { type Paths, pathsOf } from './rows-paths.ts';
import {
  findPoint,
  listBills,
  listReadings,
  type RowsBill,
  type RowsGrant,
  type RowsPoint,
} from './rows-queries.ts';

function pointEntries(site: Site, paths: Paths, point: RowsPoint): string {
  const head = {
    noun: 'UsagePoint',
    path: paths.point,
    up: paths.points,
    related: [
      ['espi-feed/MeterReading', paths.channels],
      ['espi-entry/MeterReading', paths.channel],
      ['espi-feed/UsageSummary', paths.bills],
      ['espi-feed/ElectricPowerQualitySummary', paths.qualities],
      ['espi-entry/LocalTimeParameters', paths.time],
    ],
    published: point.published,
    updated: point.updated,
  } as const;
  const time = {
    noun: 'LocalTimeParameters',
    path: paths.time,
    up: '/LocalTimeParameters',
    related: [],
    published: point.timePublished,
    updated: point.timeUpdated,
  };
  return entryText(site, head, pointContent(point.kind)) + entryText(site, time, timeContent(point.time));
}

function channelEntries(site: Site, paths: Paths, point: RowsPoint): string {
  const stamps = { published: point.channelPublished, updated: point.channelUpdated };
  const channel = {
    noun: 'MeterReading',
    path: paths.channel,
    up: paths.channels,
    related: [
      ['espi-entry/UsagePoint', paths.point],
      ['espi-feed/IntervalBlock', paths.blocks],
      ['espi-entry/ReadingType', paths.type],
    ],
    ...stamps,
  } as const;
  const type = {
    noun: 'ReadingType',
    path: paths.type,
    up: '/ReadingType',
    related: [['espi-entry/MeterReading', paths.channel]],
    ...stamps,
  } as const;
  return (
    entryText(site, channel, '<MeterReading xmlns="http://naesb.org/espi"/>') +
    entryText(site, type, typeContent(point.type))
  );
}

function billEntry(site: Site, paths: Paths, bill: RowsBill): string {
  const head = {
    noun: 'UsageSummary',
    path: `${paths.bills}/${bill.uid}`,
    up: paths.bills,
    related: [['espi-entry/UsagePoint', paths.point]],
    published: bill.published,
    updated: bill.updated,
  } as const;
  return entryText(site, head, billContent(bill.data));
}

/**
 * The whole feed of an Authorization the usual way: rows become objects, objects template strings. It says what the
 * measured server says, byte for byte; ids, stamps and local days come from the same functions.
 *
 * @returns the text, in one piece; undefined when the Authorization has no usage point.
 */
export async function writeRowsFeed(
  { db, ...site }: Site & { readonly db: Queryable },
  { grant, span }: { readonly grant: RowsGrant; readonly span: RowsSpan },
): Promise<string | undefined> {
  const point = await findPoint(db, grant.id);
  if (point === undefined) return undefined;
  const bills = await listBills(db, point.id);
  const readings = await listReadings(db, point);
  const paths = pathsOf(grant, point);
  const self = `/Batch/Subscription/${grant.uid}`;
  const blocks = blocksOf(readings, point.zone, span);
  const newest = Math.max(
    point.updated,
    point.timeUpdated,
    point.channelUpdated,
    ...bills.map(({ updated }) => updated),
    ...blocks.map(({ updated }) => updated),
  );
  return [
    `<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><id>urn:uuid:${uuidV5(site.uuidNamespace, self)}</id><link rel="self" href="${site.base}${self}" type="espi-feed/Subscription"/><title>Subscription</title><updated>${formatTime(newest)}</updated>\n`,
    pointEntries(site, paths, point),
    channelEntries(site, paths, point),
    ...blocks.map((block) => blockEntry(site, paths, block)),
    ...bills.map((bill) => billEntry(site, paths, bill)),
    '</feed>\n',
  ].join('');
}
