import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { base, type House, openHouse } from '../support/house.ts';
import { type DocumentFact, readDocument, textAt } from './atom-document.ts';
import { addressOf, related } from './atom-rules.ts';
import { customerFaults } from './customer-rules.ts';
import { commonFaults, intervalFaults, orderFaults, qualityFaults, summaryFaults } from './usage-rules.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(async () => await house.close());

const batch = async (path: string, token = house.tokens.full): Promise<DocumentFact> =>
  readDocument((await house.fetch(path, { token })).text);
const nounsOf = ({ entries }: DocumentFact): string[] => entries.map(({ content }) => content.name);

describe('a Batch feed of usage data', () => {
  it.each([
    ['FB_01 usage data', commonFaults],
    ['FB_04 intervals', intervalFaults],
    ['FB_15 and 16 bills', summaryFaults],
    ['FB_17 power quality', qualityFaults],
    ['the order of the stream', orderFaults],
  ])('keeps the rules of %s', async (_, faults) => {
    expect(faults(await batch('/Batch/Subscription/authfull'))).toEqual([]);
  });

  it.each([
    ['published', 'published-min=2026-03-07T18:00:00Z&published-max=2026-03-08T03:30:00Z'],
    ['updated', 'updated-min=2026-03-11T00:00:00Z'],
    ['both', 'published-min=2026-03-07T00:00:00Z&updated-min=2026-03-11T00:00:00Z'],
  ])('stays joinable in a window by %s', async (_, query) => {
    const feed = await batch(`/Batch/Subscription/authfull?${query}`);
    expect([...commonFaults(feed), ...intervalFaults(feed), ...orderFaults(feed)]).toEqual([]);
  });

  it('holds the series of the blocks that it claims: 05, 08, 10, 12', async () => {
    const { entries } = await batch('/Batch/Subscription/authfull');
    const series = entries
      .filter(({ content }) => content.name === 'ReadingType')
      .map(({ content }) =>
        ['accumulationBehaviour', 'commodity', 'flowDirection', 'kind', 'uom']
          .map((name) => textAt(content, name))
          .join(),
      );
    expect(series).toEqual(['4,1,1,12,72', '4,1,19,12,72', '4,7,1,12,169']);
    const blocks = entries.filter(({ content }) => content.name === 'IntervalBlock');
    expect(blocks.filter(({ content }) => textAt(content, 'IntervalReading', 'cost') === undefined)).toEqual(
      [],
    );
  });

  it('of one usage point holds that one alone', async () => {
    const feed = await batch('/Batch/Subscription/authfull/UsagePoint/meterhomegas');
    expect(nounsOf(feed)).toEqual([
      'UsagePoint',
      'LocalTimeParameters',
      'MeterReading',
      'ReadingType',
      ...Array<string>(3).fill('IntervalBlock'),
      'UsageSummary',
    ]);
    expect([...commonFaults(feed), ...intervalFaults(feed), ...orderFaults(feed)]).toEqual([]);
  });

  it('writes LocalTimeParameters once where usage points share them', async () => {
    expect(
      nounsOf(await batch('/Batch/Subscription/authfull')).filter((name) => name === 'LocalTimeParameters'),
    ).toEqual(['LocalTimeParameters']);
  });
});

describe('a Batch feed of customer data', () => {
  it('keeps the rules of FB_51 to 62', async () => {
    const points = await batch('/Subscription/authfull/UsagePoint');
    const addresses = points.entries.map((entry) => addressOf(entry, 'self'));
    expect(addresses).toHaveLength(2);
    expect(customerFaults(await batch('/Batch/RetailCustomer/authfull'), addresses)).toEqual([]);
  });

  it('says nothing of a place whose usage point is not shared', async () => {
    const { text } = await house.fetch('/Batch/RetailCustomer/authfull', { token: house.tokens.full });
    expect(text).toContain('1 Example Street');
    expect(text).not.toContain('Lake Road');
    expect(text).not.toContain('SA-cabin');
    const parts = [
      'CustomerAgreement/customeragreementcabinagreement',
      'CustomerAgreement/customeragreementcabinagreement/ServiceLocation/servicelocationcabinlocation',
    ];
    for (const part of parts) {
      const path = `/RetailCustomer/authfull/Customer/customerada/CustomerAccount/customeraccountadaaccount/${part}`;
      expect((await house.fetch(path, { token: house.tokens.full })).status).toBe(404);
    }
  });
});

describe('the Bulk feed', () => {
  it('holds the Authorizations, then the data of the active ones, each shared resource once', async () => {
    const feed = await batch('/Bulk/bulkone', house.tokens.client);
    const names = nounsOf(feed);
    const authorizations = names.lastIndexOf('Authorization') + 1;
    expect(names.slice(0, authorizations)).toEqual(Array(authorizations).fill('Authorization'));
    expect(names.slice(authorizations)).not.toContain('Authorization');
    expect(commonFaults(feed)).toEqual([]);
    const types = feed.entries.filter(({ content }) => content.name === 'ReadingType');
    expect(new Set(types.map((entry) => addressOf(entry, 'self'))).size).toBe(types.length);
    const readings = feed.entries.filter(({ content }) => content.name === 'MeterReading');
    const known = new Set(types.map((entry) => addressOf(entry, 'self')));
    expect(readings.every((entry) => related(entry).some((address) => known.has(address)))).toBe(true);
  });

  it('names every entry below the resourceURI of one of its Authorizations', async () => {
    const feed = await batch('/Bulk/bulkone', house.tokens.client);
    const list = await batch('/Authorization', house.tokens.client);
    const uris = list.entries.map(({ content }) =>
      (textAt(content, 'resourceURI') ?? '').replace('/Batch', ''),
    );
    const free = ['Authorization', 'ReadingType', 'LocalTimeParameters'];
    for (const entry of feed.entries.filter(({ content }) => !free.includes(content.name)))
      expect(uris.some((uri) => addressOf(entry, 'self').startsWith(`${uri}/`))).toBe(true);
    expect(feed.entries.some((entry) => addressOf(entry, 'self').includes('/authended/'))).toBe(false);
  });
});

describe('registration and authorization: FB_03', () => {
  it('shows the ended Authorization as revoked and the others as active', async () => {
    const { entries } = await batch('/Authorization', house.tokens.client);
    const status = entries.map((entry) => [
      addressOf(entry, 'self').split('/').at(-1),
      textAt(entry.content, 'status'),
    ]);
    expect(Object.fromEntries(status)).toMatchObject({
      authfull: '1',
      authbob: '1',
      authended: '0',
      authrevoked: '0',
    });
    for (const { content } of entries)
      for (const name of [
        'authorizedPeriod',
        'publishedPeriod',
        'expires_at',
        'scope',
        'resourceURI',
        'authorizationURI',
      ])
        expect(textAt(content, name)).toBeDefined();
  });

  it('names where the customer data are only when they are shared', async () => {
    const { entries } = await batch('/Authorization', house.tokens.client);
    const uri = (uid: string): string | undefined => {
      const entry = entries.find((candidate) => addressOf(candidate, 'self').endsWith(`/${uid}`));
      return entry && textAt(entry.content, 'customerResourceURI');
    };
    expect(uri('authfull')).toBe(`${base}/Batch/RetailCustomer/authfull`);
    expect(uri('authintervals')).toBeUndefined();
  });

  it('shows the third party its secret and the token that it came with', async () => {
    const { entries } = await batch('/ApplicationInformation/clientone', house.tokens.registration);
    const content = entries[0]?.content;
    if (content === undefined) throw new Error('no entry');
    expect(textAt(content, 'client_secret')).toBe(house.tokens.clientSecret);
    expect(textAt(content, 'registration_access_token')).toBe(house.tokens.registration);
    expect(textAt(content, 'token_endpoint_auth_method')).toBe('client_secret_basic');
    expect(textAt(content, 'dataCustodianBulkRequestURI')).toBe(`${base}/Batch/Bulk/bulkone`);
  });

  it('says that the service works', async () => {
    const answer = await house.fetch('/ReadServiceStatus', { token: house.tokens.client });
    expect(answer.text).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<ServiceStatus xmlns="http://naesb.org/espi"><currentStatus>1</currentStatus></ServiceStatus>\n',
    );
  });
});

it('the ids of one Authorization are not those of another, and do not depend on the public URL', async () => {
  const full = await batch('/Batch/Subscription/authfull');
  const other = await batch('/Batch/Subscription/authbeta', house.tokens.beta);
  const own = (feed: DocumentFact) =>
    feed.entries
      .filter(({ content }) => !['LocalTimeParameters', 'ReadingType'].includes(content.name))
      .map(({ ids }) => ids[0]);
  expect(own(full).length).toBeGreaterThan(10);
  expect(own(full).filter((id) => own(other).includes(id))).toEqual([]);
});
