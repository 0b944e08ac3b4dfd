import type { ZoneClock } from '../../../espi/zone-clock.ts';
import { type CsvColumn, type CsvHeader, type CsvLayout, csvColumns } from './csv-layout.ts';
import { type Decimal, parseDecimal } from './csv-numbers.ts';
import { CsvProblem } from './csv-problem.ts';
import { type CsvSpan, createSpanReader, type PickInstant } from './csv-spans.ts';
import { type CsvUnit, findCommodity, findUnit, unitNames } from './csv-units.ts';

/** One row, understood. */
export interface CsvReading extends CsvSpan {
  /** '' when the file names none. */
  readonly meter: string;
  readonly customer: string;
  /** CommodityKind */
  readonly commodity: number;
  /** FlowDirectionKind */
  readonly flow: number;
  readonly unit: CsvUnit;
  /** What tells its series from others: meter, commodity, flow and unit. */
  readonly series: string;
  readonly value?: Decimal;
  readonly cost?: Decimal;
  readonly quality?: number;
  readonly tou?: number;
  readonly cpp?: number;
  readonly consumptionTier?: number;
}

type Draft = { -readonly [K in keyof CsvReading]: CsvReading[K] };

const flows: Readonly<Record<string, number>> = {
  delivered: 1,
  forward: 1,
  consumption: 1,
  usage: 1,
  import: 1,
  received: 19,
  reverse: 19,
  generation: 19,
  export: 19,
  net: 4,
  total: 20,
};

const qualities: Readonly<Record<string, number>> = {
  a: 0,
  actual: 0,
  valid: 0,
  e: 8,
  est: 8,
  estimated: 8,
  estimate: 8,
  edited: 7,
  raw: 14,
  validated: 17,
  verified: 18,
  billed: 19,
};
const qualityCodes = new Set([0, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);

/** Remembers the last answer: nearly every row of a file has the words of the one before. */
function remembering<T>(find: (text: string) => T): (text: string) => T {
  let last: { readonly text: string; readonly answer: T } | undefined;
  return (text) => {
    if (last === undefined || text !== last.text) last = { text, answer: find(text) };
    return last.answer;
  };
}

function readFlow(text: string): number | undefined {
  const plain = text.trim().toLowerCase();
  if (plain === '') return 1;
  return Object.hasOwn(flows, plain) ? flows[plain] : [1, 4, 19, 20].find((code) => String(code) === plain);
}

function readQuality(text: string): number | undefined {
  const plain = text.trim().toLowerCase();
  if (/^\d{1,2}$/.test(plain)) return qualityCodes.has(Number(plain)) ? Number(plain) : undefined;
  return Object.hasOwn(qualities, plain) ? qualities[plain] : undefined;
}

const flowOf = remembering(readFlow);
const qualityOf = remembering(readQuality);
const commodityOf = remembering(findCommodity);

/** Understands the rows below a header. */
export interface CsvRowReader {
  /** @throws CsvProblem for a row that cannot be used. */
  readonly read: (fields: readonly string[], pick: PickInstant) => CsvReading;
}

/** Makes the reader of rows of a file. */
export function createRowReader(
  header: CsvHeader,
  layout: CsvLayout,
  { zone, decimal }: { readonly zone: ZoneClock; readonly decimal: '.' | ',' },
): CsvRowReader {
  const { places } = header;
  const { constants = {} } = layout;
  const nameOf = (column: CsvColumn): string => header.names[places[column] ?? -1]?.trim() ?? column;
  // A map, because most columns are missing in most files and are asked for in every row.
  const columns = new Map<CsvColumn, { readonly place: number; readonly constant: string }>();
  for (const column of csvColumns) {
    const [place, constant = ''] = [places[column], constants[column]];
    if (place !== undefined || constant !== '') columns.set(column, { place: place ?? -1, constant });
  }
  const text = (fields: readonly string[], column: CsvColumn): string => {
    const found = columns.get(column);
    if (found === undefined) return '';
    const said = (fields[found.place] ?? '').trim();
    return said === '' ? found.constant : said;
  };
  const spans = createSpanReader({ text, nameOf, zone, dateOrder: layout.dateOrder ?? 'mdy' });

  const number = (fields: readonly string[], column: 'value' | 'cost'): Decimal | undefined => {
    const said = text(fields, column);
    if (said === '') return undefined;
    const parsed = parseDecimal(said, decimal);
    if (parsed === undefined) throw new CsvProblem(nameOf(column), `must be a number; found "${said}"`);
    return parsed;
  };
  const code = (fields: readonly string[], column: 'tou' | 'cpp' | 'tier'): number | undefined => {
    const said = text(fields, column);
    if (said === '') return undefined;
    if (!/^-?\d{1,5}$/.test(said) || Math.abs(Number(said)) > 32_767)
      throw new CsvProblem(nameOf(column), `must be a whole number of 16 bits; found "${said}"`);
    return Number(said);
  };
  const unitOf = (fields: readonly string[]): CsvUnit => {
    const place = places.unit;
    const said = (place === undefined ? '' : (fields[place] ?? '').trim()) || (header.unit ?? '');
    const found = findUnit(said);
    if (found !== undefined) return found;
    const known = `one of ${unitNames.join(', ')}`;
    throw new CsvProblem(
      nameOf('unit'),
      said === ''
        ? `is not said; name a column with --csv-map or say --csv-set unit=… (${known})`
        : `must be ${known}; found "${said}"`,
    );
  };

  let last: Pick<CsvReading, 'meter' | 'commodity' | 'flow' | 'unit' | 'series'> | undefined;
  const seriesOf = (meter: string, commodity: number, flow: number, unit: CsvUnit): string => {
    if (
      last === undefined ||
      meter !== last.meter ||
      commodity !== last.commodity ||
      flow !== last.flow ||
      unit !== last.unit
    )
      last = { meter, commodity, flow, unit, series: `${meter}\n${commodity}\n${flow}\n${unit.uom}` };
    return last.series;
  };

  const width = header.names.findLastIndex((name) => name.trim() !== '') + 1;
  /** What is wrong with a row that ends before the column in which a value is missed. */
  const shortRow = ({ length }: readonly string[], { column }: CsvProblem): CsvProblem | undefined => {
    if (header.names.findIndex((name) => name.trim() === column) < length) return undefined;
    const missing = width - length;
    return new CsvProblem(
      '',
      `${missing} ${missing === 1 ? `column of ${width} is` : `columns of ${width} are`} missing`,
    );
  };

  const reader: CsvRowReader = {
    read(fields, pick) {
      const meter = text(fields, 'meter');
      const flow = flowOf(text(fields, 'flow'));
      if (flow === undefined)
        throw new CsvProblem(
          nameOf('flow'),
          `must be delivered, received, net or total; found "${text(fields, 'flow')}"`,
        );
      const unit = unitOf(fields);
      const commodity = commodityOf(text(fields, 'service')) ?? unit.commodity;
      const value = number(fields, 'value');
      const cost = number(fields, 'cost');
      if (value === undefined && cost === undefined)
        throw new CsvProblem(nameOf(places.value === undefined ? 'cost' : 'value'), 'is empty');
      const said = text(fields, 'quality');
      const quality = said === '' ? undefined : qualityOf(said);
      if (said !== '' && quality === undefined)
        throw new CsvProblem(
          nameOf('quality'),
          `must be a code of QualityOfReading or actual, estimated, edited, raw, validated, verified; found "${said}"`,
        );
      const [tou, cpp, consumptionTier] = [code(fields, 'tou'), code(fields, 'cpp'), code(fields, 'tier')];
      const series = seriesOf(meter, commodity, flow, unit);
      const span = spans.read(fields, (candidates) => pick(series, candidates));
      // Filled one by one: this is made for every row, and spreading objects takes several times as long.
      const row: Draft = {
        start: span.start,
        meter,
        customer: text(fields, 'customer'),
        commodity,
        flow,
        unit,
        series,
      };
      if (span.duration !== undefined) row.duration = span.duration;
      if (value !== undefined) row.value = value;
      if (cost !== undefined) row.cost = cost;
      if (quality !== undefined) row.quality = quality;
      if (tou !== undefined) row.tou = tou;
      if (cpp !== undefined) row.cpp = cpp;
      if (consumptionTier !== undefined) row.consumptionTier = consumptionTier;
      return row;
    },
  };
  return {
    read(fields, pick) {
      try {
        return reader.read(fields, pick);
      } catch (error) {
        throw (error instanceof CsvProblem ? shortRow(fields, error) : undefined) ?? error;
      }
    },
  };
}
