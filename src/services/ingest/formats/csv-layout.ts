import { findUnit } from './csv-units.ts';

/** What a column may mean. `docs/import.md` explains each; the names of our own layout are these. */
export const csvColumns = [
  'meter',
  'customer',
  'service',
  'flow',
  'start',
  'date',
  'startTime',
  'end',
  'endTime',
  'readDate',
  'days',
  'duration',
  'value',
  'unit',
  'cost',
  'quality',
  'tou',
  'cpp',
  'tier',
] as const;

export type CsvColumn = (typeof csvColumns)[number];

/** How a file is laid out, as far as it does not say so itself. */
export interface CsvLayout {
  /** Header of the file by meaning. When one is given, its header row is the first that holds them all. */
  readonly columns?: Readonly<Partial<Record<CsvColumn, string>>> | undefined;
  /** What holds for every row that does not say otherwise, by meaning. */
  readonly constants?: Readonly<Partial<Record<CsvColumn, string>>> | undefined;
  /** Else it is found out. */
  readonly delimiter?: string | undefined;
  /** Else a comma where columns are separated by semicolons, and a point elsewhere. */
  readonly decimal?: '.' | ',' | undefined;
  /** Order of a date with slashes; `mdy` when it is not said. */
  readonly dateOrder?: 'mdy' | 'dmy' | undefined;
}

/** Headers that utilities write for our columns, as `bare` makes them. */
const aliases: Readonly<Record<CsvColumn, readonly string[]>> = {
  meter: ['meter', 'meterid', 'meternumber', 'meterno', 'serviceid', 'servicepoint', 'usagepoint', 'esiid'],
  customer: ['customer', 'customerkey'],
  service: ['service', 'servicetype', 'commodity', 'type'],
  flow: ['flow', 'channel', 'direction', 'flowdirection'],
  start: ['start', 'startdate', 'starttimestamp', 'startdatetime', 'intervalstart', 'timestamp', 'datetime'],
  date: ['date', 'usagedate', 'readingdate', 'intervaldate'],
  startTime: ['starttime', 'usagestarttime', 'time'],
  end: ['end', 'enddate', 'enddatetime', 'intervalend'],
  endTime: ['endtime', 'usageendtime'],
  readDate: ['readdate', 'meterreaddate'],
  days: ['days', 'numberofdays', 'billingdays', 'daysinperiod'],
  duration: ['duration', 'interval', 'intervallength', 'seconds'],
  value: ['value', 'usage', 'consumption', 'quantity', 'reading', 'energy', 'usagekwh', 'kwh', 'import'],
  unit: ['unit', 'units', 'uom', 'unitofmeasure'],
  cost: ['cost', 'charge', 'charges', 'amount', 'totalcost', 'price'],
  quality: ['quality', 'qualitycode', 'estimated', 'estimatedactual', 'status'],
  tou: ['tou', 'touperiod'],
  cpp: ['cpp'],
  tier: ['tier', 'consumptiontier'],
};

const bare = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');
const withoutUnit = (name: string): string => name.replace(/\([^)]*\)\s*$/, '');

/** The header of a file, understood. */
export interface CsvHeader {
  readonly line: number;
  /** Place of the column by meaning. */
  readonly places: Readonly<Partial<Record<CsvColumn, number>>>;
  /** As the file writes them, to name a column in a message. */
  readonly names: readonly string[];
  /** The unit that the header of the values says, as in `Usage (kWh)`. */
  readonly unit?: string;
}

function mapped(names: readonly string[], columns: NonNullable<CsvLayout['columns']>): CsvHeader['places'] {
  const places: Partial<Record<CsvColumn, number>> = {};
  for (const [column, header] of Object.entries(columns) as [CsvColumn, string][]) {
    const exact = names.findIndex((name) => name.trim() === header.trim());
    const place = exact >= 0 ? exact : names.findIndex((name) => bare(name) === bare(header));
    if (place >= 0) places[column] = place;
  }
  return places;
}

function guessed(names: readonly string[], taken: CsvHeader['places']): CsvHeader['places'] {
  const places: Partial<Record<CsvColumn, number>> = { ...taken };
  const used = new Set(Object.values(taken));
  for (const column of csvColumns) {
    if (places[column] !== undefined) continue;
    const place = aliases[column]
      .map((alias) =>
        names.findIndex((name, i) => !used.has(i) && [bare(name), bare(withoutUnit(name))].includes(alias)),
      )
      .find((found) => found >= 0);
    if (place === undefined) continue;
    places[column] = place;
    used.add(place);
  }
  return places;
}

function unitIn(name: string): string | undefined {
  const [, inside] = /\(([^)]*)\)\s*$/.exec(name) ?? [];
  const last = inside ?? name.split(/[\s_]/).at(-1) ?? '';
  return findUnit(last) === undefined ? undefined : last;
}

/** The header in a row; undefined when the row is none: a line before the header, or data. */
export function headerIn(
  { line, fields }: { readonly line: number; readonly fields: readonly string[] },
  { columns = {}, constants = {} }: CsvLayout,
): CsvHeader | undefined {
  const named = mapped(fields, columns);
  if (Object.keys(named).length < Object.keys(columns).length) return undefined;
  const places = guessed(fields, named);
  const has = (column: CsvColumn): boolean => places[column] !== undefined;
  const timed = has('start') || has('date') || has('readDate') || (has('end') && has('days'));
  if (!timed || !(has('value') || has('cost'))) return undefined;
  const unit = constants.unit ?? unitIn(fields[places.value ?? -1] ?? '');
  return { line, places, names: fields, ...(unit === undefined ? {} : { unit }) };
}
