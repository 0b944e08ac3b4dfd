import { beforeAll, describe, expect, it } from 'vitest';
import type { Reading } from '../../src/espi/reading.ts';
import type { UsageSummary } from '../../src/espi/schema/usage.ts';
import { billPdf, money } from '../../src/services/demo/bill-pdf.ts';
import { periodOf } from '../../src/services/demo/billing-periods.ts';
import { billOf } from '../../src/services/demo/bills.ts';
import { demoSpan } from '../../src/services/demo/calendar.ts';
import { customersOf } from '../../src/services/demo/customers.ts';
import { demoBatch } from '../../src/services/demo/demo-batch.ts';
import { placeOf } from '../../src/services/demo/demo-place.ts';
import { demoUtility } from '../../src/services/demo/demo-utility.ts';
import { solarHome } from '../../src/services/demo/households.ts';
import type { IngestBatch, IngestUsageSummary } from '../../src/services/ingest/ingest-batch.ts';

const place = placeOf(demoUtility);
const span = demoSpan(place.calendar, Date.parse('2026-11-24T15:00:00Z'));
const batches = new Map<string, IngestBatch>();
beforeAll(async () => {
  for (const customer of customersOf(place))
    batches.set(customer.key, await demoBatch(customer, { place, span, since: span.from }));
});

interface BillCase {
  readonly name: string;
  readonly batch: IngestBatch;
  readonly summary: IngestUsageSummary;
}
const bills = (): BillCase[] =>
  [...batches.values()].flatMap((batch) =>
    batch.usageSummaries.map((summary) => ({
      name: `${summary.usagePointKey} ${summary.sourceKey}`,
      batch,
      summary,
    })),
  );
const ofMeter = (key: string): IngestUsageSummary[] =>
  bills()
    .map(({ summary }) => summary)
    .filter(({ usagePointKey }) => usagePointKey === key);

/** Readings of a bill's meter within `start <= t < end`, by series. */
function readingsIn({ batch, summary }: BillCase, start: number, end: number): Map<string, Reading[]> {
  const own = batch.readings.filter(({ usagePointKey }) => usagePointKey === summary.usagePointKey);
  return new Map(
    own.map(({ meterReadingKey, readings }) => [
      meterReadingKey,
      readings.filter((reading) => reading.start >= start && reading.start < end),
    ]),
  );
}
const inPeriod = (bill: BillCase): Map<string, Reading[]> => {
  const { start = 0, duration = 0 } = bill.summary.value.billingPeriod ?? {};
  return readingsIn(bill, start, start + duration);
};
const sumValues = (readings: readonly Reading[] = []): number =>
  readings.reduce((sum, { value = 0 }) => sum + value, 0);
const sumCosts = (series: Map<string, Reading[]>): number =>
  [...series.values()].flat().reduce((sum, { cost = 0 }) => sum + cost, 0);
const lines = (value: UsageSummary, kinds: readonly number[]) =>
  (value.costAdditionalDetailLastPeriod ?? []).filter(({ itemKind }) => kinds.includes(itemKind));
const amounts = (items: ReturnType<typeof lines>): number =>
  items.reduce((sum, { amount = 0 }) => sum + amount, 0);

describe('every bill', () => {
  it('is there: a year of them for each billed meter', () => {
    expect(bills().length).toBeGreaterThan(100);
    for (const key of [
      'solar-home-electric',
      'solar-home-gas',
      'solar-home-water',
      'flat-electric',
      'bakery-electric',
    ])
      expect(ofMeter(key)).toHaveLength(12);
    expect(ofMeter('no-data-electric')).toEqual([]);
  });

  it('adds up: lines of the kinds 1 to 8 are the amount, to the last 1/100,000', () => {
    for (const { name, summary } of bills())
      expect([name, amounts(lines(summary.value, [1, 2, 3, 4, 5, 6, 7, 8]))]).toEqual([
        name,
        summary.value.billLastPeriod,
      ]);
  });

  it('agrees with the readings: consumption, cost, and the lines that name a price', () => {
    for (const bill of bills()) {
      const { value } = bill.summary;
      const series = inPeriod(bill);
      expect([bill.name, value.overallConsumptionLastPeriod?.value]).toEqual([
        bill.name,
        sumValues(series.get('forward')),
      ]);
      const metered = lines(value, [1, 2, 3, 6]).filter(({ measurement }) => measurement?.uom !== 38);
      expect([bill.name, amounts(metered)]).toEqual([bill.name, sumCosts(series)]);
      expect(value.costAdditionalLastPeriod).toBe((value.billLastPeriod ?? 0) - amounts(metered));
      for (const { amount, measurement, unitCost } of value.costAdditionalDetailLastPeriod ?? [])
        if (unitCost !== undefined) expect(amount).toBe((measurement?.value ?? 0) * unitCost);
    }
  });

  it('says what was used and spent between its period and its issue', () => {
    for (const bill of bills()) {
      const { value } = bill.summary;
      const { start = 0, duration = 0 } = value.billingPeriod ?? {};
      const since = readingsIn(
        bill,
        start + duration,
        value.currentBillingPeriodOverAllConsumption?.timeStamp ?? 0,
      );
      expect([bill.name, value.currentBillingPeriodOverAllConsumption?.value]).toEqual([
        bill.name,
        sumValues(since.get('forward')),
      ]);
      expect(value.billToDate).toBe(sumCosts(since));
    }
  });

  it('is issued three working days after its period, before the end of the data', () => {
    for (const { summary } of bills()) {
      const { start = 0, duration = 0 } = summary.value.billingPeriod ?? {};
      const later = (summary.value.statusTimeStamp - start - duration) / 86_400;
      expect(later).toBeGreaterThan(3);
      expect(later).toBeLessThan(7.5);
    }
  });

  it('follows the one before without a gap, 28 to 35 days long, and says what that came to', () => {
    for (const key of ['solar-home-electric', 'bakery-electric', 'solar-home-gas']) {
      const list = ofMeter(key).map(({ value }) => value);
      list.slice(1).forEach((value, index) => {
        const before = list[index];
        const { start = 0, duration = 0 } = before?.billingPeriod ?? {};
        expect(value.billingPeriod?.start).toBe(start + duration);
        expect(Math.round((value.billingPeriod?.duration ?? 0) / 86_400)).toBeGreaterThanOrEqual(28);
        expect(Math.round((value.billingPeriod?.duration ?? 0) / 86_400)).toBeLessThanOrEqual(35);
        expect(amounts(lines(value, [10]))).toBe(before?.billLastPeriod);
        expect(0 - amounts(lines(value, [9]))).toBe(Math.max(0, before?.billLastPeriod ?? 0));
      });
    }
  });

  it('tells whether some of its readings are estimates', () => {
    const qualities = bills().map((bill) => {
      const estimated = (inPeriod(bill).get('forward') ?? []).some(({ quality }) => quality?.includes(8));
      expect(bill.summary.value.qualityOfReading).toBe(estimated ? 13 : 17);
      return estimated;
    });
    expect(new Set(qualities).size).toBe(2);
  });
});

describe('the kinds of lines', () => {
  it('a home with panels: all but delivery credits', () => {
    const kinds = ofMeter('solar-home-electric').flatMap(({ value }) =>
      (value.costAdditionalDetailLastPeriod ?? []).map(({ itemKind }) => itemKind),
    );
    expect([...new Set(kinds)].sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 8, 9, 10]);
  });

  it('a business pays for its highest quarter hour, which the readings hold', () => {
    for (const bill of bills().filter(({ summary }) => summary.usagePointKey === 'bakery-electric')) {
      const highest = Math.max(...(inPeriod(bill).get('forward') ?? []).map(({ value = 0 }) => value * 4));
      const [demand] = lines(bill.summary.value, [3]).filter(({ measurement }) => measurement?.uom === 38);
      expect(demand?.measurement?.value).toBe(highest);
      expect(bill.summary.value.peakDemand).toMatchObject({ uom: 38, value: highest });
    }
  });

  it('function block 27 is complete for the business', () => {
    for (const { value } of ofMeter('bakery-electric')) {
      for (const name of [
        'currentDayOverallConsumption',
        'previousDayOverallConsumption',
        'peakDemand',
        'ratchetDemand',
      ] as const)
        expect(value[name]).toMatchObject({
          powerOfTenMultiplier: 0,
          value: expect.any(Number),
          uom: expect.any(Number),
        });
      expect(value.ratchetDemandPeriod?.duration ?? 0).toBeGreaterThan(330 * 86_400);
      expect(value.ratchetDemand?.value ?? 0).toBeGreaterThanOrEqual(
        Math.round((value.peakDemand?.value ?? 0) * 0.8),
      );
    }
  });
});

describe('the scenarios', () => {
  it('a closed account ends: last readings, last bill, supply and agreement on one day', () => {
    const batch = batches.get('closed');
    const last = batch?.readings[0]?.readings.at(-1);
    const end = (last?.start ?? 0) + (last?.duration ?? 0);
    const period = batch?.usageSummaries.at(-1)?.value.billingPeriod;
    expect((period?.start ?? 0) + (period?.duration ?? 0)).toBe(end);
    expect(batch?.usagePoints[0]?.value).toMatchObject({
      status: 0,
      connectionState: 'physicallyDisconnected',
    });
    const agreement = batch?.customerResources.find(({ noun }) => noun === 'CustomerAgreement');
    expect(agreement?.value).toMatchObject({ shutOffDateTime: end });
  });

  it('an account with no data has a meter and nothing else', () => {
    const batch = batches.get('no-data');
    expect(batch?.usagePoints).toHaveLength(1);
    expect([batch?.meterReadings, batch?.readings, batch?.usageSummaries]).toEqual([[], [], []]);
  });

  it('the weeks of the clock changes hold days of 92 and of 100 quarter hours', () => {
    const readings = batches.get('dst-days')?.readings[0]?.readings ?? [];
    const [firstChange, secondChange] = [Date.UTC(2026, 2, 8, 5) / 1000, Date.UTC(2026, 10, 1, 4) / 1000];
    const count = (from: number, seconds: number): number =>
      readings.filter(({ start }) => start >= from && start < from + seconds).length;
    expect(count(firstChange, 23 * 3600)).toBe(92);
    expect(count(secondChange, 25 * 3600)).toBe(100);
    expect(
      readings.some(
        ({ start }) => start >= Date.UTC(2026, 5, 1) / 1000 && start < Date.UTC(2026, 8, 1) / 1000,
      ),
    ).toBe(false);
  });

  it('one account owns electricity, gas and water; the business has its quality of supply', () => {
    expect(batches.get('solar-home')?.usagePoints.map(({ value }) => value.ServiceCategory?.kind)).toEqual([
      1, 2, 0,
    ]);
    const quality = batches.get('bakery')?.qualitySummaries ?? [];
    expect(quality.length).toBeGreaterThanOrEqual(12);
    for (const { value } of quality)
      expect(Object.values(value).filter((field) => field === undefined)).toEqual([]);
    expect(Object.keys(quality[0]?.value ?? {})).toHaveLength(14);
  });
});

describe('a bill as a PDF', () => {
  const bill = () =>
    billOf(
      { model: solarHome('solar-home-electric'), cycleDay: 6, agency: 'Example', currency: 840 },
      periodOf(place.calendar, 6, 2026, 9),
    );
  const letter = {
    utility: 'Example Utility',
    customer: 'Ada Example',
    street: '1 Example Street',
    town: 'Nowhere, NY 00000',
    accountId: '4711',
    meter: 'EL-1',
    service: 'electricity',
    currency: 840,
  } as const;

  it('is one page, the same bytes each time', async () => {
    const [one, two] = [await billPdf(bill(), letter), await billPdf(bill(), letter)];
    expect(Buffer.from(one).equals(Buffer.from(two))).toBe(true);
    const text = Buffer.from(one).toString('latin1');
    expect(text.startsWith('%PDF-1.')).toBe(true);
    expect(text.trimEnd().endsWith('%%EOF')).toBe(true);
    expect(text.match(/\/Type \/Page\b/g)).toHaveLength(1);
    expect(one.length).toBeLessThan(40_000);
  });

  it('shows the amount and whom it is for', async () => {
    const made = bill();
    const hex = Buffer.from(await billPdf(made, letter)).toString('latin1');
    // Text stands as kerned pieces of hexadecimal: [<4164> 20 <61>] TJ
    const shown = [...hex.matchAll(/\[([^\]]*)\] TJ/g)].map(([, pieces = '']) =>
      [...pieces.matchAll(/<([0-9a-f]*)>/g)]
        .map(([, digits = '']) => Buffer.from(digits, 'hex').toString('latin1'))
        .join(''),
    );
    for (const text of [
      money(made.amount, 840),
      'Ada Example',
      '2026-09-07 to 2026-10-05',
      'Credit for solar energy sent to the grid',
    ])
      expect(shown).toContain(text);
  });

  it.each([
    [11_429_000, 840, '$114.29'],
    [-3_618_000, 840, '-$36.18'],
    [123_456_789_000, 124, '$1,234,567.89'],
    [-3_618_000, 978, '-EUR 36.18'],
    [-400, 840, '$0.00'],
    [0, 978, 'EUR 0.00'],
  ])('writes %d of %d as %s', (amount, currency, text) => {
    expect(money(amount, currency)).toBe(text);
  });
});
