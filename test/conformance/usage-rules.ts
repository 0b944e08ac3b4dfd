import { childrenNamed, type DocumentFact, type EntryFact, textAt } from './atom-document.ts';
import { addressOf, related } from './atom-rules.ts';

const named = ({ entries }: DocumentFact, name: string): EntryFact[] =>
  entries.filter(({ content }) => content.name === name);

const joins = (entry: EntryFact, targets: readonly EntryFact[], rel: 'self' | 'up'): EntryFact[] => {
  const addresses = new Set(related(entry));
  return targets.filter((target) => addresses.has(addressOf(target, rel)));
};

/** FB_01: usage points with their one LocalTimeParameters. */
export function commonFaults(feed: DocumentFact): string[] {
  const points = named(feed, 'UsagePoint');
  const zones = named(feed, 'LocalTimeParameters');
  return [
    ...(points.length === 0 ? ['no UsagePoint'] : []),
    ...(zones.length === 0 ? ['no LocalTimeParameters'] : []),
    ...points
      .filter(({ content }) => textAt(content, 'ServiceCategory', 'kind') === undefined)
      .map((point) => `${addressOf(point, 'self')}: no kind`),
    ...points
      .filter((point) => joins(point, zones, 'self').length !== 1)
      .map((point) => `${addressOf(point, 'self')}: not exactly one LocalTimeParameters`),
    ...zones
      .filter((zone) => !points.some((point) => related(point).includes(addressOf(zone, 'self'))))
      .map((zone) => `${addressOf(zone, 'self')}: used by no UsagePoint`),
  ];
}

function blockFaults(block: EntryFact, readings: readonly EntryFact[]): string[] {
  const self = addressOf(block, 'self');
  const up = addressOf(block, 'up');
  const faults: string[] = [];
  if (readings.filter((reading) => related(reading).includes(up)).length !== 1)
    faults.push(`${self}: up is not related to exactly one MeterReading`);
  if (!readings.some((reading) => related(block).includes(addressOf(reading, 'self'))))
    faults.push(`${self}: its MeterReading is not related`);
  const items = childrenNamed(block.content, 'IntervalReading');
  const periods = items.map((item) => ({
    start: Number(textAt(item, 'timePeriod', 'start')),
    duration: Number(textAt(item, 'timePeriod', 'duration')),
  }));
  const start = Number(textAt(block.content, 'interval', 'start'));
  const end = start + Number(textAt(block.content, 'interval', 'duration'));
  if (items.length === 0) faults.push(`${self}: no readings`);
  if (periods[0]?.start !== start) faults.push(`${self}: no reading starts where the block does`);
  if (
    periods.some(
      ({ start: from, duration }) => Number.isNaN(from + duration) || from < start || from + duration > end,
    )
  )
    faults.push(`${self}: a reading lies outside the block`);
  if (
    periods.some((period, index) => period.start <= (periods[index - 1]?.start ?? Number.NEGATIVE_INFINITY))
  )
    faults.push(`${self}: readings are not sorted and unique by start`);
  if (items.some((item) => textAt(item, 'value') === undefined))
    faults.push(`${self}: a reading without value`);
  return faults;
}

/** FB_04, and 05, 08, 10, 12 where the series are of those sorts: series, types and blocks with their joins. */
export function intervalFaults(feed: DocumentFact): string[] {
  const points = named(feed, 'UsagePoint');
  const readings = named(feed, 'MeterReading');
  const types = named(feed, 'ReadingType');
  const blocks = named(feed, 'IntervalBlock');
  const faults: string[] = [];
  for (const [name, list] of Object.entries({
    MeterReading: readings,
    ReadingType: types,
    IntervalBlock: blocks,
  }))
    if (list.length === 0) faults.push(`no ${name}`);
  for (const reading of readings) {
    const self = addressOf(reading, 'self');
    if (points.filter((point) => related(point).includes(addressOf(reading, 'up'))).length !== 1)
      faults.push(`${self}: up is not related to exactly one UsagePoint`);
    if (joins(reading, types, 'self').length !== 1) faults.push(`${self}: not exactly one ReadingType`);
    if (joins(reading, blocks, 'up').length === 0) faults.push(`${self}: no IntervalBlock`);
  }
  for (const type of types) {
    const self = addressOf(type, 'self');
    for (const name of [
      'intervalLength',
      'kind',
      'powerOfTenMultiplier',
      'uom',
      'accumulationBehaviour',
      'flowDirection',
    ])
      if (textAt(type.content, name) === undefined) faults.push(`${self}: no ${name}`);
    if (textAt(type.content, 'commodity') === '1' && textAt(type.content, 'phase') === undefined)
      faults.push(`${self}: electricity without phase`);
    if (joins(type, readings, 'self').length !== 1 || !related(type)[0]?.includes('/MeterReading/'))
      faults.push(`${self}: the first related is not its MeterReading`);
  }
  faults.push(...blocks.flatMap((block) => blockFaults(block, readings)));
  const starts = new Map<string, number>();
  for (const block of blocks) {
    const start = Number(textAt(block.content, 'interval', 'start'));
    const up = addressOf(block, 'up');
    if (start <= (starts.get(up) ?? Number.NEGATIVE_INFINITY))
      faults.push(`${addressOf(block, 'self')}: blocks are not sorted`);
    starts.set(up, start);
  }
  return faults;
}

const summaryElements = {
  15: [
    ['billingPeriod', 'duration'],
    ['billingPeriod', 'start'],
    ['overallConsumptionLastPeriod', 'powerOfTenMultiplier'],
    ['overallConsumptionLastPeriod', 'uom'],
    ['overallConsumptionLastPeriod', 'value'],
    ['qualityOfReading'],
    ['statusTimeStamp'],
    ['currentBillingPeriodOverAllConsumption', 'powerOfTenMultiplier'],
    ['currentBillingPeriodOverAllConsumption', 'timeStamp'],
    ['currentBillingPeriodOverAllConsumption', 'uom'],
    ['currentBillingPeriodOverAllConsumption', 'value'],
  ],
  16: [['billLastPeriod'], ['costAdditionalLastPeriod'], ['currency']],
} as const;

function summaryJoins(feed: DocumentFact, noun: string): string[] {
  const points = named(feed, 'UsagePoint');
  const summaries = named(feed, noun);
  return [
    ...(summaries.length === 0 ? [`no ${noun}`] : []),
    ...summaries
      .filter(
        (entry) => points.filter((point) => related(point).includes(addressOf(entry, 'up'))).length !== 1,
      )
      .map((entry) => `${addressOf(entry, 'self')}: up is not related to exactly one UsagePoint`),
    ...summaries
      .filter((entry) => joins(entry, points, 'self').length !== 1)
      .map((entry) => `${addressOf(entry, 'self')}: not related to exactly one UsagePoint`),
  ];
}

/** FB_15 and FB_16: bills. */
export function summaryFaults(feed: DocumentFact): string[] {
  const missing = named(feed, 'UsageSummary').flatMap((entry) =>
    [...summaryElements[15], ...summaryElements[16]]
      .filter((path) => textAt(entry.content, ...path) === undefined)
      .map((path) => `${addressOf(entry, 'self')}: no ${path.join('/')}`),
  );
  return [...summaryJoins(feed, 'UsageSummary'), ...missing];
}

/** FB_17: power quality, with everything but the protocol. */
export function qualityFaults(feed: DocumentFact): string[] {
  const missing = named(feed, 'ElectricPowerQualitySummary')
    .filter(
      ({ content }) => content.children.filter(({ name }) => name !== 'measurementProtocol').length !== 13,
    )
    .map((entry) => `${addressOf(entry, 'self')}: not all values`);
  return [...summaryJoins(feed, 'ElectricPowerQualitySummary'), ...missing];
}

/**
 * The order that readers of a stream rely on: a usage point before what is below it, a MeterReading directly
 * followed by its ReadingType (when that stands in the feed for the first time) and its blocks.
 */
export function orderFaults({ entries }: DocumentFact): string[] {
  const faults: string[] = [];
  let reading: EntryFact | undefined;
  let point: EntryFact | undefined;
  for (const entry of entries) {
    const self = addressOf(entry, 'self');
    switch (entry.content.name) {
      case 'UsagePoint':
        point = entry;
        reading = undefined;
        break;
      case 'MeterReading':
        reading = entry;
        if (!self.startsWith(`${point && addressOf(point, 'self')}/`))
          faults.push(`${self}: not after its UsagePoint`);
        break;
      case 'ReadingType':
        if (!reading || !related(reading).includes(self)) faults.push(`${self}: not after its MeterReading`);
        break;
      case 'IntervalBlock':
        if (!reading || !self.startsWith(`${addressOf(reading, 'self')}/`))
          faults.push(`${self}: not after its MeterReading`);
        break;
      case 'UsageSummary':
      case 'ElectricPowerQualitySummary':
        reading = undefined;
        if (!self.startsWith(`${point && addressOf(point, 'self')}/`))
          faults.push(`${self}: not after its UsagePoint`);
        break;
      default:
    }
  }
  return faults;
}
