import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DocumentFact, readDocument, textAt } from '../conformance/atom-document.ts';
import { related } from '../conformance/atom-rules.ts';
import { countNouns, entriesOf } from '../support/feed-facts.ts';
import { type House, openHouse } from '../support/house.ts';
import { readerNeeds } from './needs.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(async () => await house.close());

const feeds = [
  ['Batch/Subscription', '/Batch/Subscription/authfull', 'full'],
  [
    'Batch/Subscription of one UsagePoint',
    '/Batch/Subscription/authfull/UsagePoint/meterhomeelectric',
    'full',
  ],
  ['another customer', '/Batch/Subscription/authbob', 'bob'],
  [
    'a window of a day',
    '/Batch/Subscription/authfull?published-min=2026-03-07T05:00:00Z&published-max=2026-03-08T05:00:00Z',
    'full',
  ],
  ['what is new since yesterday', '/Batch/Subscription/authfull?updated-min=2026-03-11T00:00:00Z', 'full'],
] as const;

async function read(path: string, token: string): Promise<{ feed: DocumentFact; xml: string }> {
  const answer = await house.fetch(path, { token });
  expect(answer.status).toBe(200);
  return { feed: readDocument(answer.text), xml: answer.text };
}

describe.each(feeds)('%s', (_, path, reader) => {
  let given: { feed: DocumentFact; xml: string };
  beforeAll(async () => {
    given = await read(path, house.tokens[reader]);
    expect(countNouns(given.feed).IntervalBlock).toBeGreaterThan(0);
  });

  it.each(readerNeeds.map((need) => [need.reader, need.need, need] as const))('%s: %s', (_, __, need) => {
    expect(need.faults(given.feed, given.xml)).toEqual([]);
  });
});

describe('the needs are real ones: each is missed in a feed that lacks it', () => {
  const spoilt: readonly (readonly [need: RegExp, spoil: (xml: string) => string])[] = [
    [/^the up of a block/, (xml) => xml.replace(/(rel="up" href="[^"]*IntervalBlock)/g, '$1s')],
    [
      /self of its one ReadingType/,
      (xml) => xml.replace(/(rel="related" href="[^"]*\/ReadingType\/)/g, '$1x'),
    ],
    [/^flowDirection/, (xml) => xml.replaceAll('<flowDirection>19', '<flowDirection>0')],
    [/^identifiers are word/, (xml) => xml.replaceAll('meterhomegas"', 'meter-home-gas"')],
    [
      /^no namespace prefix/,
      (xml) => xml.replaceAll('UsagePoint xmlns=', 'UsagePoint xmlns:espi="x" xmlns='),
    ],
    [/^currency/, (xml) => xml.replaceAll('<currency>840</currency><dataQualifier>', '<dataQualifier>')],
    [/^no space/, (xml) => xml.replaceAll('<kind>12</kind>', '<kind> 12 </kind>')],
    [/exactly their types/, (xml) => xml.replaceAll('espi-entry/ReadingType', 'espi-feed/ReadingType')],
    [/add up/, (xml) => xml.replaceAll('<amount>1200000</amount>', '<amount>1</amount>')],
    [/^the title/, (xml) => xml.replaceAll('<title>IntervalBlock', '<title>Block')],
    [
      /first related link/,
      (xml) =>
        xml.replaceAll(
          'MeterReading/readinghomeelectric0" type="espi-entry/MeterReading"/><published>',
          '"/><published>',
        ),
    ],
    [/whole minutes/, (xml) => xml.replaceAll('<intervalLength>3600', '<intervalLength>3599')],
  ];

  it.each(spoilt)('%s', async (name, spoil) => {
    const { xml } = await read('/Batch/Subscription/authfull', house.tokens.full);
    const changed = spoil(xml);
    expect(changed).not.toBe(xml);
    const need = readerNeeds.find((one) => name.test(one.need));
    expect(need?.faults(readDocument(changed), changed).length).toBeGreaterThan(0);
  });
});

describe('what one reader alone needs', () => {
  it('vqvu: a MeterReading links to each of its blocks, where the utility says so', async () => {
    const linking = await openHouse({ settings: { intervalBlockLinks: 10 } });
    try {
      const answer = await linking.fetch('/Batch/Subscription/authfull', { token: linking.tokens.full });
      const feed = readDocument(answer.text);
      const linked = new Set(entriesOf(feed, 'MeterReading').flatMap(related));
      const blocks = entriesOf(feed, 'IntervalBlock');
      expect(blocks.length).toBeGreaterThan(0);
      expect(blocks.filter(({ links }) => !linked.has(links[0]?.href ?? ''))).toEqual([]);
    } finally {
      await linking.close();
    }
  });

  it('Open Green Button: names, account and address of the customer where it looks for them', async () => {
    const { feed } = await read('/Batch/RetailCustomer/authfull', house.tokens.full);
    const text = (noun: string, ...path: string[]): string | undefined => {
      const [entry] = entriesOf(feed, noun);
      return entry && textAt(entry.content, ...path);
    };
    expect([
      text('Customer', 'Organisation', 'organisationName'),
      text('CustomerAccount', 'accountId'),
      text('ServiceLocation', 'mainAddress', 'streetDetail', 'addressGeneral'),
      text('ServiceLocation', 'mainAddress', 'townDetail', 'name'),
      text('ServiceLocation', 'mainAddress', 'townDetail', 'stateOrProvince'),
      text('ServiceLocation', 'mainAddress', 'postalCode'),
    ]).toEqual(['Household Ada', '4711-0815', '1 Example Street', 'Springfield', 'NY', '12345']);
  });

  it('EDDIE: ReadServiceStatus is the bare document, and the last segment of authorizationURI the identifier', async () => {
    const status = await house.fetch('/ReadServiceStatus', { token: house.tokens.client });
    expect(status.text).toMatch(/\?>\n<ServiceStatus xmlns="http:\/\/naesb\.org\/espi"><currentStatus>1</);
    const { feed } = await read('/Authorization', house.tokens.client);
    for (const entry of entriesOf(feed, 'Authorization')) {
      const uri = textAt(entry.content, 'authorizationURI') ?? '';
      expect(uri).toBe(entry.links[0]?.href);
      expect(textAt(entry.content, 'resourceURI')?.split('/').at(-1)).toBe(uri.split('/').at(-1));
    }
  });

  it('Open Green Button: resourceURI as it stands, with dates that it appends; RetailCustomer by exchanging a word', async () => {
    const { feed } = await read('/Authorization/authfull', house.tokens.client);
    const [entry] = feed.entries;
    const uri = (entry && textAt(entry.content, 'resourceURI')) ?? '';
    const path = uri.slice(uri.indexOf('/Batch/'));
    const tomorrow = new Date(house.clock.now() + 86_400_000).toISOString();
    for (const query of [
      `published-min=2026-03-07T05:00:00Z&published-max=${tomorrow}`,
      'published-min=1772859600',
      'published-min=2026-03-07T00:00:00.000-05:00',
      'published-min=2026-03-07T05:00:00+00:00',
    ])
      expect([query, (await house.fetch(`${path}/?${query}`, { token: house.tokens.full })).status]).toEqual([
        query,
        200,
      ]);
    const customer = path.replace('/Subscription/', '/RetailCustomer/');
    expect((await house.fetch(customer, { token: house.tokens.full })).status).toBe(200);
  });
});
