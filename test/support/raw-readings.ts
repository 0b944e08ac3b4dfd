import { readFileSync } from 'node:fs';

/** A reading as its XML says it, every member as text: `start duration value cost quality tou cpp tier`. */
type RawReading = string;

const texts = (xml: string, element: string): string[] =>
  [...xml.matchAll(new RegExp(`<(?:\\w+:)?${element}(?:\\s[^>]*)?>([^<]*)</`, 'g'))].map((match) =>
    (match[1] ?? '').trim(),
  );

/** The elements of a name with what is inside, wherever they stand. Knows nothing of the project's own reader. */
const elementsOf = (xml: string, element: string): string[] =>
  [...xml.matchAll(new RegExp(`<((?:\\w+:)?)${element}(?:\\s[^>]*)?>([\\s\\S]*?)</\\1${element}>`, 'g'))].map(
    (match) => match[2] ?? '',
  );

/** A reading in the form in which both sides are compared. */
export const rawReading = (
  start: unknown,
  duration: unknown,
  value: unknown,
  cost: unknown,
  quality: readonly unknown[],
  rest: readonly unknown[],
): RawReading =>
  [
    start,
    duration,
    value ?? '-',
    cost ?? '-',
    quality.join('+') || '-',
    ...rest.map((one) => one ?? '-'),
  ].join(' ');

/** All IntervalReadings of a file, in its order. */
export function rawReadings(path: string): RawReading[] {
  const xml = readFileSync(path, 'utf8');
  return elementsOf(xml, 'IntervalReading').map((reading) => {
    const [start] = texts(reading, 'start');
    const [duration] = texts(reading, 'duration');
    const [value] = texts(reading, 'value');
    const [cost] = texts(reading, 'cost');
    const rest = ['consumptionTier', 'tou', 'cpp'].map((name) => texts(reading, name)[0]);
    return rawReading(start, duration, value, cost, texts(reading, 'quality'), rest);
  });
}

/** Bills of a file: `period start, issue time, amount, line items`. */
export function rawBills(path: string): string[] {
  const xml = readFileSync(path, 'utf8');
  return ['UsageSummary', 'ElectricPowerUsageSummary'].flatMap((name) =>
    elementsOf(xml, name).map((bill) => {
      const [period = ''] = elementsOf(bill, 'billingPeriod');
      const items = elementsOf(bill, 'costAdditionalDetailLastPeriod').map(
        (item) => texts(item, 'amount')[0] ?? '-',
      );
      const [amount] = texts(bill, 'billLastPeriod');
      return [
        texts(period, 'start')[0] ?? '-',
        texts(bill, 'statusTimeStamp')[0],
        amount ?? '-',
        items.join('+'),
      ].join(' ');
    }),
  );
}
