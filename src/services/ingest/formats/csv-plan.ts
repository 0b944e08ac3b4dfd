import { localTimeParametersOf } from '../../../espi/local-time-parameters.ts';
import type { ReadingType } from '../../../espi/schema/usage.ts';
import type { IngestUsagePoint } from '../ingest-batch.ts';
import type { CsvReading } from './csv-reading.ts';
import { type CsvUnit, measurementKindOf, serviceKindOf } from './csv-units.ts';
import type { PlannedSeries } from './file-plan.ts';

/** How rows of a series follow one another. */
type Rhythm = number | 'day' | 'period' | 'said by the distance';

/** What a first pass learns of a series. */
interface SeriesDraft {
  readonly meter: string;
  readonly customer: string;
  readonly commodity: number;
  readonly flow: number;
  readonly unit: CsvUnit;
  readonly rhythm: Rhythm;
  decimals: number;
  start: number;
  end: number;
}

/** Where the rows of a file go, learnt in a first pass. Memory grows with series, not with rows. */
export interface CsvPlan {
  readonly add: (reading: CsvReading) => void;
  /** Call after the first pass; `duration` is for rows that do not say theirs. */
  readonly finish: (duration: number) => void;
  readonly isEmpty: () => boolean;
  readonly customers: () => ReadonlySet<string>;
  readonly seriesOf: (
    reading: CsvReading,
  ) => PlannedSeries & { readonly unit: CsvUnit; readonly power: number };
}

const shortestDay = 82_800;
const longestDay = 90_000;

const rhythmOf = ({ duration }: CsvReading): Rhythm => {
  if (duration === undefined) return 'said by the distance';
  if (duration < shortestDay) return duration;
  return duration <= longestDay ? 'day' : 'period';
};

/** Makes the key of a row's series, with its rhythm; a row mostly has that of the one before. */
function createKeys(): (reading: CsvReading) => string {
  let last = { series: '', rhythm: 0 as Rhythm, key: '\n0' };
  return (reading) => {
    const rhythm = rhythmOf(reading);
    const { series } = reading;
    if (series !== last.series || rhythm !== last.rhythm)
      last = { series, rhythm, key: `${series}\n${rhythm}` };
    return last.key;
  };
}

/** Whether a row is of a billing period: longer than a day. */
export const isPeriod = ({ duration = 0 }: { readonly duration?: number }): boolean => duration > longestDay;

/** powerOfTenMultiplier that holds what the file's values say, in steps of a thousand. */
function powerOf({ unit, decimals }: SeriesDraft): number {
  const finest = unit.exponent - decimals;
  const steps = Math.min(Math.max(Math.ceil((unit.power - finest) / 3), 0), 2);
  return unit.power - 3 * steps;
}

function readingTypeOf(draft: SeriesDraft, currency: number | undefined, inferred: number): ReadingType {
  const { rhythm, unit, commodity, flow } = draft;
  const length = rhythm === 'said by the distance' ? inferred : rhythm;
  const intervalLength = length === 'day' ? 86_400 : length === 'period' ? undefined : length;
  return {
    accumulationBehaviour: 4,
    commodity,
    ...(currency === undefined ? {} : { currency }),
    dataQualifier: 12,
    flowDirection: flow,
    ...(intervalLength === undefined ? {} : { intervalLength }),
    kind: measurementKindOf(unit),
    powerOfTenMultiplier: powerOf(draft),
    timeAttribute: length === 'period' ? 8 : length === 'day' ? 11 : 0,
    uom: unit.uom,
  };
}

/** Makes the plan of a file. */
export function createCsvPlan(options: {
  /** What names the meter of a file that names none: the customer, or the file. */
  readonly scope: string;
  readonly customerKey: string | undefined;
  readonly timeZone: string;
  readonly year: number;
  readonly currency: number | undefined;
}): CsvPlan {
  const { scope, customerKey, timeZone } = options;
  const drafts = new Map<string, SeriesDraft>();
  const planned = new Map<string, ReturnType<CsvPlan['seriesOf']>>();
  const points = new Map<string, IngestUsagePoint>();
  const localTimeParameters = localTimeParametersOf(timeZone, options.year);
  const keyOf = createKeys();
  let inferred = 0;

  const pointOf = ({ meter, customer, commodity }: SeriesDraft): IngestUsagePoint => {
    // A number that a meter has in a customer's own file may be another meter's in the next file.
    const own = meter === '' ? `${scope} csv ${commodity}` : `meter ${meter}`;
    const sourceKey = meter === '' || customerKey === undefined ? own : `${scope} ${own}`;
    const owner = customerKey ?? (customer === '' ? undefined : customer);
    const point = points.get(sourceKey) ?? {
      sourceKey,
      ...(owner === undefined ? {} : { customerKey: owner }),
      timeZone,
      localTimeParameters,
      value: { ServiceCategory: { kind: serviceKindOf(commodity) } },
      mentioned: true,
    };
    points.set(sourceKey, point);
    return point;
  };

  return {
    add(reading) {
      const key = keyOf(reading);
      const end = reading.start + (reading.duration ?? 1);
      const decimals = reading.value?.decimals ?? 0;
      const known = drafts.get(key);
      if (known === undefined) {
        const { meter, customer, commodity, flow, unit } = reading;
        const rhythm = rhythmOf(reading);
        const { start } = reading;
        drafts.set(key, {
          meter,
          customer,
          commodity,
          flow,
          unit,
          rhythm,
          decimals: Math.min(decimals, 9),
          start,
          end,
        });
        return;
      }
      // Texts such as 0.30000000000000004 say no more than their first digits.
      known.decimals = Math.max(known.decimals, Math.min(decimals, 9));
      known.start = Math.min(known.start, reading.start);
      known.end = Math.max(known.end, end);
    },
    finish(duration) {
      inferred = duration;
    },
    isEmpty: () => drafts.size === 0,
    customers: () =>
      new Set(
        [...drafts.values()].flatMap(({ customer }) => customerKey ?? (customer === '' ? [] : customer)),
      ),
    seriesOf(reading) {
      const key = keyOf(reading);
      const known = planned.get(key);
      if (known !== undefined) return known;
      const draft = drafts.get(key);
      if (draft === undefined) throw new Error('A row of the second pass was not in the first one');
      const usagePoint = pointOf(draft);
      const { unit, flow, rhythm } = draft;
      const length = rhythm === 'said by the distance' ? inferred : rhythm;
      const made = {
        unit,
        power: powerOf(draft),
        usagePoint,
        meterReading: {
          usagePointKey: usagePoint.sourceKey,
          sourceKey: `csv ${draft.commodity} ${flow} ${unit.uom} ${length}`,
          readingType: readingTypeOf(draft, options.currency, inferred),
          extent: { start: draft.start, end: draft.end + (rhythm === 'said by the distance' ? inferred : 0) },
        },
      };
      planned.set(key, made);
      return made;
    },
  };
}
