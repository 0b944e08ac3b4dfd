import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Reading } from '../../src/espi/reading.ts';
import { atomToGreenButtonJson, helpers } from '../support/green-button-parser.ts';
import { type House, openHouse } from '../support/house.ts';
import { firstBatch, secondBatch } from '../support/seed/batches.ts';
import { corrected, forward, gas, nextDay, reverse } from '../support/seed/readings.ts';
import { electricity, gasType } from '../support/seed/values.ts';

type Parsed = Awaited<ReturnType<typeof atomToGreenButtonJson>>;

let house: House;
let batch: Parsed;
beforeAll(async () => {
  house = await openHouse();
  batch = await parse('/Batch/Subscription/authfull', house.tokens.full);
});
afterAll(async () => await house.close());

async function parse(path: string, token: string): Promise<Parsed> {
  const answer = await house.fetch(path, { token });
  expect(answer.status).toBe(200);
  return await atomToGreenButtonJson(answer.text);
}

const plain = ({ start, duration, value, cost, quality }: Reading) => ({
  start,
  duration,
  value,
  cost,
  quality: quality?.[0],
});

/** What the client reads of a series: it finds the ReadingType and the UsagePoint of a block by links alone. */
function seriesOf(json: Parsed, usagePoint: string, flowDirection: number) {
  return helpers.getEntriesByContentType(json, 'IntervalBlock').flatMap((entry) => {
    const type = helpers.getReadingTypeEntryFromIntervalBlockEntry(json, entry);
    const point = helpers.getUsagePointEntryFromIntervalBlockEntry(json, entry);
    if (
      point?.links.selfUid !== usagePoint ||
      Number(type?.content.ReadingType.flowDirection) !== flowDirection
    )
      return [];
    return entry.content.IntervalBlock.flatMap(({ IntervalReading: readings = [] }) =>
      readings.map(({ timePeriod, value, cost, ReadingQuality }) => ({
        ...timePeriod,
        value,
        cost,
        quality: (ReadingQuality as unknown as readonly { quality: number }[] | undefined)?.[0]?.quality,
      })),
    );
  });
}

describe('@cityssm/green-button-parser reads what the seed holds', () => {
  it('the readings of each series, with corrections, costs and qualities, in their order', () => {
    const known = [...forward.map((one) => (one.start === corrected.start ? corrected : one)), ...nextDay];
    expect(seriesOf(batch, 'meterhomeelectric', 1)).toEqual(known.map(plain));
    expect(seriesOf(batch, 'meterhomeelectric', 19)).toEqual(reverse.map(plain));
    expect(seriesOf(batch, 'meterhomegas', 1)).toEqual(gas.map(plain));
  });

  it('every block has its MeterReading, ReadingType and UsagePoint', () => {
    const blocks = helpers.getEntriesByContentType(batch, 'IntervalBlock');
    expect(blocks).toHaveLength(5 + 4 + 3);
    for (const block of blocks) {
      expect(helpers.getMeterReadingEntryFromIntervalBlockEntry(batch, block)).toBeDefined();
      expect(helpers.getReadingTypeEntryFromIntervalBlockEntry(batch, block)).toBeDefined();
      expect(helpers.getUsagePointEntryFromIntervalBlockEntry(batch, block)).toBeDefined();
    }
  });

  it('the ReadingTypes, code by code', () => {
    const types = helpers
      .getEntriesByContentType(batch, 'ReadingType')
      .map(({ content }) => content.ReadingType);
    const known = [electricity(1, 3600), electricity(19, 3600), gasType];
    expect(types).toEqual(known.map((type) => expect.objectContaining(type)));
  });

  it('the bills, with what they come to and every line', () => {
    const bills = helpers.getEntriesByContentType(batch, 'UsageSummary').map((entry) => ({
      point: helpers.getUsagePointEntryFromEntry(batch, entry)?.links.selfUid,
      bill: entry.content.UsageSummary as unknown as Record<string, unknown>,
    }));
    const known = [...firstBatch.usageSummaries, ...secondBatch.usageSummaries].filter(({ usagePointKey }) =>
      usagePointKey.startsWith('home-'),
    );
    expect(bills).toHaveLength(known.length);
    for (const { usagePointKey, value } of known) {
      const point = `meter${usagePointKey.replace('-', '')}`;
      const found = bills.find(
        ({ point: of, bill }) =>
          of === point && (bill.billingPeriod as { start: number }).start === value.billingPeriod?.start,
      );
      expect(found?.bill).toMatchObject({
        billLastPeriod: value.billLastPeriod,
        currency: value.currency,
        statusTimeStamp: value.statusTimeStamp,
        overallConsumptionLastPeriod: value.overallConsumptionLastPeriod,
        costAdditionalDetailLastPeriod: value.costAdditionalDetailLastPeriod,
      });
    }
  });

  it('where a client goes on: the updated of the feed', () => {
    expect(batch.updatedDate?.toISOString()).toBe('2026-03-11T06:00:00.000Z');
    expect(batch.title).toBe('Subscription');
  });

  it('a UsagePoint collection and a single entry', async () => {
    const token = house.tokens.full;
    const collection = await parse('/Subscription/authfull/UsagePoint', token);
    expect(collection.entries.map(({ links }) => links.selfUid)).toEqual([
      'meterhomeelectric',
      'meterhomegas',
    ]);
    const one = await parse('/Subscription/authfull/UsagePoint/meterhomegas', token);
    expect(one.entries).toHaveLength(1);
    expect(one.entries[0]?.content.UsagePoint).toMatchObject({ ServiceCategory: { kind: 1 }, status: 1 });
  });

  it('the customer feed', async () => {
    const json = await parse('/Batch/RetailCustomer/authfull', house.tokens.full);
    const [customer] = helpers.getEntriesByContentType(json, 'Customer');
    expect(customer?.content.Customer).toMatchObject({ customerName: 'Ada Example', kind: 'residential' });
    const [account] = helpers.getEntriesByContentType(json, 'CustomerAccount');
    expect(account?.content.CustomerAccount).toMatchObject({ accountId: '4711-0815' });
    expect(
      helpers.getEntriesByContentType(json, 'ServiceLocation').map(({ links }) => links.selfUid),
    ).toEqual(['servicelocationhomelocation', 'servicelocationgaslocation']);
    expect(helpers.getEntriesByContentType(json, 'Meter')[0]?.content.Meter).toMatchObject({
      serialNumber: 'M-home',
    });
  });

  it('Authorizations: whether they are active, and for what', async () => {
    const json = await parse('/Authorization', house.tokens.client);
    const read = Object.fromEntries(
      helpers
        .getEntriesByContentType(json, 'Authorization')
        .map(({ links, content }) => [
          links.selfUid,
          [
            content.Authorization.status_value,
            content.Authorization.scope_functionBlock?.usageSummary,
            content.Authorization.resourceURI,
          ],
        ]),
    );
    const uri = (uid: string): string =>
      `https://dc.example/DataCustodian/espi/1_1/resource/Batch/Subscription/${uid}`;
    expect(read).toMatchObject({
      authfull: ['Active', true, uri('authfull')],
      authintervals: ['Active', false, uri('authintervals')],
      authrevoked: ['Revoked', true, uri('authrevoked')],
      authended: ['Revoked', true, uri('authended')],
    });
  });

  it('ApplicationInformation', async () => {
    const json = await parse('/ApplicationInformation/clientone', house.tokens.registration);
    const [application] = helpers.getEntriesByContentType(json, 'ApplicationInformation');
    expect(application?.content.ApplicationInformation).toMatchObject({
      client_name: 'Third Party one',
      client_secret: house.tokens.clientSecret,
      dataCustodianApplicationStatusValue: 'Production (Live)',
    });
  });

  it('ReadServiceStatus as Atom; the bare form is for those who expect the standard', async () => {
    const json = await parse('/ReadServiceStatus?format=atom', house.tokens.client);
    expect(json.entries[0]?.content.ServiceStatus).toMatchObject({ currentStatus: 1 });
    const bare = await house.fetch('/ReadServiceStatus', { token: house.tokens.client });
    await expect(atomToGreenButtonJson(bare.text)).rejects.toThrow('Invalid Green Button XML');
  });

  it('a feed without entries', async () => {
    const json = await parse('/Batch/Subscription/authnone', house.tokens.none);
    expect([json.entries, json.updatedDate instanceof Date]).toEqual([[], true]);
  });
});
