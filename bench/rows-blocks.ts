import { localDayAt } from '../src/espi/local-day.ts';
import { zoneClockOf } from '../src/espi/zone-clock-iana.ts';
import { entryText, type Site } from './rows-entries.ts';
import type { Paths } from './rows-paths.ts';
import type { RowsReading } from './rows-queries.ts';

/** How much one IntervalBlock holds: a local day, or a local month. */
export type RowsSpan = 'daily' | 'monthly';

const readingText = ({ start, duration, value, cost, quality }: RowsReading): string =>
  `<IntervalReading><cost>${cost}</cost><ReadingQuality><quality>${quality}</quality></ReadingQuality><timePeriod><duration>${duration}</duration><start>${start}</start></timePeriod><value>${value}</value></IntervalReading>`;

/** Readings that are one block, in order of time. */
export interface Block {
  /** `20260131` or `202601` */
  readonly uid: string;
  /** End of its first local day, seconds. */
  readonly firstDayEnd: number;
  /** The newest stamp of its readings, milliseconds. */
  updated: number;
  readonly rows: RowsReading[];
}

/** Cuts readings where a local day or month begins. */
export function blocksOf(rows: readonly RowsReading[], zoneName: string, span: RowsSpan): Block[] {
  const zone = zoneClockOf(zoneName);
  const blocks: Block[] = [];
  let block: Block | undefined;
  let dayEnd = Number.NEGATIVE_INFINITY;
  for (const row of rows) {
    if (row.start >= dayEnd) {
      const { day, end } = localDayAt(row.start, zone);
      dayEnd = end;
      const uid = (span === 'monthly' ? day.slice(0, 7) : day).replaceAll('-', '');
      if (block?.uid !== uid) {
        block = { uid, firstDayEnd: end, updated: 0, rows: [] };
        blocks.push(block);
      }
    }
    if (block === undefined) continue;
    block.rows.push(row);
    if (row.updated > block.updated) block.updated = row.updated;
  }
  return blocks;
}

export function blockEntry(site: Site, paths: Paths, { uid, firstDayEnd, updated, rows }: Block): string {
  const start = rows[0]?.start ?? 0;
  const last = rows.at(-1) ?? { start, duration: 0 };
  const end = last.start + last.duration;
  const head = {
    noun: 'IntervalBlock',
    path: `${paths.blocks}/${uid}`,
    up: paths.blocks,
    related: [['espi-entry/MeterReading', paths.channel]],
    published: Math.min(firstDayEnd, end) * 1000,
    updated,
  } as const;
  const content = `<IntervalBlock xmlns="http://naesb.org/espi"><interval><duration>${end - start}</duration><start>${start}</start></interval>${rows.map(readingText).join('')}</IntervalBlock>`;
  return entryText(site, head, content);
}
