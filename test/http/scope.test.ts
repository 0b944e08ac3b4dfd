import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resources } from '../../src/espi/resources.ts';
import { readDocument } from '../conformance/atom-document.ts';
import { addressOf, related } from '../conformance/atom-rules.ts';
import { type House, openHouse } from '../support/house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(async () => await house.close());

const point = (uid: string): string => `/Subscription/${uid}/UsagePoint/meterhomeelectric`;

async function nouns(path: string, token: string): Promise<string[]> {
  const answer = await house.fetch(path, { token });
  expect(answer.status).toBe(200);
  return [...new Set(readDocument(answer.text).entries.map(({ content }) => content.name))];
}

describe('a scope of intervals alone', () => {
  it('shows series and no bills, and links to no bills', async () => {
    const token = house.tokens.intervals;
    expect(await nouns('/Batch/Subscription/authintervals', token)).toEqual([
      'UsagePoint',
      'LocalTimeParameters',
      'MeterReading',
      'ReadingType',
      'IntervalBlock',
    ]);
    const { text } = await house.fetch(point('authintervals'), { token });
    expect(text).not.toContain('UsageSummary');
    expect(await nouns(`${point('authintervals')}/UsageSummary`, token)).toEqual([]);
    const entry = `${point('authintervals')}/UsageSummary/billhomeelectricb1`;
    expect((await house.fetch(entry, { token })).status).toBe(404);
    expect((await house.fetch('/Non-ESPI/filebillhomeelectricb1', { token })).status).toBe(404);
  });

  it('refuses customer data with insufficient_scope, on every endpoint of them', async () => {
    for (const row of resources.filter(({ namespace }) => namespace === 'customer')) {
      const path = row.path.replace('{auth_uid}', 'authintervals').replace(/\{\w+\}/g, 'x');
      const answer = await house.fetch(path, { token: house.tokens.intervals });
      expect([row.name, answer.status, answer.json().error]).toEqual([row.name, 403, 'insufficient_scope']);
      expect(answer.headers['www-authenticate']).toContain('error="insufficient_scope"');
    }
  });
});

describe('a scope of bills alone', () => {
  it('shows bills and no series', async () => {
    const token = house.tokens.bills;
    expect(await nouns('/Batch/Subscription/authbills', token)).toEqual([
      'UsagePoint',
      'LocalTimeParameters',
      'UsageSummary',
    ]);
    const entry = readDocument((await house.fetch(point('authbills'), { token })).text).entries[0];
    expect(entry && related(entry).some((href) => href.includes('MeterReading'))).toBe(false);
    expect(await nouns('/ReadingType', token)).toEqual([]);
    expect(await nouns(`${point('authbills')}/MeterReading`, token)).toEqual([]);
    expect(
      (await house.fetch(`${point('authbills')}/MeterReading/readinghomeelectric0`, { token })).status,
    ).toBe(404);
    const blocks = `${point('authbills')}/MeterReading/readinghomeelectric0/IntervalBlock`;
    expect((await house.fetch(blocks, { token })).status).toBe(404);
    expect((await house.fetch('/ReadingType/typehomeelectric0', { token })).status).toBe(404);
  });
});

describe('a scope of customer data alone', () => {
  it('shows them without addresses of usage points, which it cannot read', async () => {
    const token = house.tokens.customer;
    expect(await nouns('/Batch/RetailCustomer/authcustomer', token)).toContain('ServiceLocation');
    const { text } = await house.fetch('/Batch/RetailCustomer/authcustomer', { token });
    expect(text).not.toContain('<UsagePoints>');
    expect(await nouns('/Batch/Subscription/authcustomer', token)).toEqual([]);
    expect((await house.fetch(point('authcustomer'), { token })).status).toBe(404);
    expect((await house.fetch(point('authcustomer').replace('/Sub', '/Batch/Sub'), { token })).status).toBe(
      404,
    );
  });
});

describe('links', () => {
  it.each(['full', 'intervals', 'bills', 'customer'] as const)(
    'of %s lead somewhere, all of them',
    async (name) => {
      const token = house.tokens[name];
      const uid = `auth${name}`;
      const batches = [`/Batch/Subscription/${uid}`];
      if (name === 'full' || name === 'customer') batches.push(`/Batch/RetailCustomer/${uid}`);
      const seen = new Set<string>();
      for (const path of batches) {
        const answer = await house.fetch(path, { token });
        for (const entry of readDocument(answer.text).entries)
          for (const { href } of entry.links) seen.add(href);
        for (const match of answer.text.matchAll(/https:[^<"]+/g)) seen.add(match[0]);
      }
      for (const href of seen) {
        const { status } = await house.fetchRoot(href.replace('https://dc.example', ''), { token });
        expect([href, status]).toEqual([href, 200]);
      }
    },
  );

  it('to single blocks stand only where the utility wants them and they are few', async () => {
    const linked = await openHouse({ settings: { intervalBlockLinks: 5 } });
    try {
      const path = '/Batch/Subscription/authfull';
      const answer = await linked.fetch(path, { token: linked.tokens.full });
      const { entries } = readDocument(answer.text);
      const blocks = new Set(
        entries
          .filter(({ content }) => content.name === 'IntervalBlock')
          .map((entry) => addressOf(entry, 'self')),
      );
      const counts = entries
        .filter(({ content }) => content.name === 'MeterReading')
        .map((entry) => related(entry).filter((href) => blocks.has(href)).length);
      expect(counts).toEqual([5, 4, 3]);
    } finally {
      await linked.close();
    }
    const { text } = await house.fetch('/Batch/Subscription/authfull', { token: house.tokens.full });
    const reading = readDocument(text).entries.find(({ content }) => content.name === 'MeterReading');
    expect(reading?.links.filter(({ type }) => type === 'espi-entry/IntervalBlock')).toEqual([]);
  });
});
