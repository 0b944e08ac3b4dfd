import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ComplexValue } from '../../src/espi/schema/define.ts';
import { resourceElements } from '../../src/espi/schema/registry.ts';
import type { UsageSummary } from '../../src/espi/schema/usage.ts';
import { renderDocument } from '../../src/espi/xml-writer.ts';
import { dumpTables } from '../support/dump.ts';
import { fileSource, type IngestHouse, openIngestHouse, textSource } from '../support/ingest-house.ts';
import { rawBills, rawReading, rawReadings } from '../support/raw-readings.ts';
import { readChannels } from '../support/read-back.ts';
import { describeWithShared, hasShared, sharedPath } from '../support/shared.ts';
import { validateXsd } from '../support/xsd.ts';

const files = hasShared
  ? readdirSync(sharedPath('samples'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.xml'))
      .sort()
  : [];

/** Files of which nothing can be used, with the words that say why. */
const malformed: Readonly<Record<string, RegExp>> = {
  'pge/usage-summary-unbound-prefix.xml':
    /unbound-prefix\.xml:1 not well-formed XML: the prefix ns1 is used but not declared/,
  'gas-provider-ma/gas-billing-atom-prefix.xml':
    /none of its 36 readings can be used, so nothing was imported/,
};

/** Files in which some value is no value of its type, with how many bills lose an amount by it. */
const unreadableAmounts: Readonly<Record<string, number>> = { 'nisc-coop/solar-net-daily-negative.xml': 1 };

const unique = (lines: readonly string[]): string[] => [...new Set(lines)].sort();

describeWithShared('a utility imports the files that other programs write', () => {
  let house: IngestHouse;
  beforeAll(async () => {
    house = await openIngestHouse();
  });
  afterAll(() => house.close());

  /** Every stored resource but the blocks, as a reader would get it. */
  const storedResources = (utilityId: number): Promise<{ noun: string; data: ComplexValue }[]> =>
    house.db.query(
      `select 'UsagePoint' as noun, data from usage_point where utility_id = $1
       union all select 'LocalTimeParameters', data from local_time_parameters where utility_id = $1
       union all select 'ReadingType', m.reading_type from meter_reading m join usage_point u on u.id = m.up_id
         where u.utility_id = $1
       union all select 'UsageSummary', s.data from usage_summary s join usage_point u on u.id = s.up_id
         where u.utility_id = $1
       union all select 'ElectricPowerQualitySummary', s.data from electric_power_quality_summary s
         join usage_point u on u.id = s.up_id where u.utility_id = $1
       union all select noun, data from customer_resource where utility_id = $1`,
      [utilityId],
    );

  it('there are files', () => expect(files.length).toBeGreaterThan(30));

  for (const file of files.filter((name) => malformed[name] === undefined))
    it(`${file}: what is stored is what it says and fit to be served, and again it changes nothing`, async () => {
      const path = sharedPath('samples', file);
      const utility = await house.addUtility();
      const receipt = await house.import(fileSource(path), { utility });
      expect(receipt.status, JSON.stringify(receipt.rejected)).not.toBe('failed');
      expect(receipt.readings.rejected).toBe(0);

      const stored = (await readChannels(house.db, utility.id)).flatMap(({ readings }) =>
        readings.map(({ start, duration, value, cost, quality = [], consumptionTier, tou, cpp }) =>
          rawReading(start, duration, value, cost, quality, [consumptionTier, tou, cpp]),
        ),
      );
      const raw = rawReadings(path);
      expect(unique(stored)).toEqual(unique(raw));
      // A reading may stand in the file twice; it is stored once in its channel.
      expect(stored.length).toBeLessThanOrEqual(raw.length);
      expect(receipt.readings.created).toBe(stored.length);
      expect(receipt.readings.repeated).toBe(raw.length - stored.length);

      const bills = await house.db.query<{ data: UsageSummary }>(
        'select s.data from usage_summary s join usage_point u on u.id = s.up_id where u.utility_id = $1',
        [utility.id],
      );
      const storedBills = bills.map(({ data }) => {
        const items = (data.costAdditionalDetailLastPeriod ?? []).map(({ amount }) => amount ?? '-');
        const { billingPeriod, statusTimeStamp, billLastPeriod } = data;
        return [billingPeriod?.start ?? '-', statusTimeStamp, billLastPeriod ?? '-', items.join('+')].join(
          ' ',
        );
      });
      if (unreadableAmounts[file] === undefined) expect(unique(storedBills)).toEqual(unique(rawBills(path)));
      else {
        expect(receipt.rejectedValues).toBe(unreadableAmounts[file]);
        expect(storedBills).toHaveLength(rawBills(path).length);
      }

      for (const { noun, data } of await storedResources(utility.id)) {
        const namespace = noun in resourceElements.espi ? 'espi' : 'customer';
        const type = resourceElements[namespace][noun];
        if (type === undefined) throw new Error(`${noun} is no resource`);
        expect(validateXsd(renderDocument(noun, type, data), '4.0'), noun).toEqual([]);
      }

      const before = await dumpTables(house.db);
      house.clock.advance(60_000);
      const again = await house.import(fileSource(path), { utility });
      expect(again.readings).toEqual({ ...again.readings, created: 0, changed: 0 });
      expect(await dumpTables(house.db)).toEqual(before);
    });

  for (const [file, words] of Object.entries(malformed))
    it(`${file}: says what is wrong and changes nothing`, async () => {
      const before = await dumpTables(house.db);
      const receipt = await house.import(fileSource(sharedPath('samples', file)));
      expect(receipt.status).toBe('failed');
      expect(receipt.error).toMatch(words);
      expect(await dumpTables(house.db)).toEqual(before);
    });

  it('a file without UsagePoint or links, and one in relative links, keep two customers apart', async () => {
    const utility = await house.addUtility();
    for (const file of ['export-without-links/electric-hourly-year.xml', 'seed/electric-wh.xml'])
      for (const customerKey of ['ada', 'bob'])
        await house.import(fileSource(sharedPath('samples', file)), { utility, customerKey });
    const rows = await house.db.query<{ key: string; customer: string }>(
      `select u.source_key as key, c.source_key as customer
       from usage_point u join customer_resource c on c.id = u.customer_id where u.utility_id = $1`,
      [utility.id],
    );
    expect(rows.map(({ customer }) => customer).sort()).toEqual(['ada', 'ada', 'bob', 'bob']);
    expect(new Set(rows.map(({ key }) => key)).size).toBe(4);
  });

  it('one MeterReading per billing period becomes one series per kind of reading', async () => {
    const utility = await house.addUtility();
    await house.import(fileSource(sharedPath('samples', 'enbridge-ontario/gas-billing-2y.xml')), { utility });
    const channels = await readChannels(house.db, utility.id);
    expect(channels.length).toBeLessThan(20);
    expect(channels.flatMap(({ readings }) => readings)).toHaveLength(20);
  });

  it('links the locations of a customer file with usage points, whichever comes first', async () => {
    const usage = sharedPath('samples', 'utilityapi/batch-subscription-15min.xml');
    const customers = sharedPath('samples', 'utilityapi/batch-retailcustomer.xml');
    const text = readFileSync(customers, 'utf8').replaceAll(
      'Subscription/521009/UsagePoint/1902731',
      'Subscription/467189/UsagePoint/1669851',
    );
    for (const usageFirst of [true, false]) {
      const utility = await house.addUtility();
      if (usageFirst) await house.import(fileSource(usage), { utility });
      await house.import(textSource('customers.xml', text), { utility });
      if (!usageFirst) await house.import(fileSource(usage), { utility });
      const served = await house.db.query(
        `select 1 from service_location_usage_point s join usage_point u on u.id = s.up_id
           join customer_resource c on c.id = s.service_location_id and c.noun = 'ServiceLocation'
         where u.utility_id = $1 and u.customer_id = c.customer_id`,
        [utility.id],
      );
      expect(served).toHaveLength(1);
    }
  });
});
