import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/espi/reader/finding.ts';
import { block, entry, espi, feed, reading, resource, uuid } from '../support/feed-text.ts';
import { readText } from '../support/read-feed.ts';

const short = ({ severity, line, element, code }: Finding) => `${severity} ${line} ${element} ${code}`;

describe('strict reading finds', () => {
  it.each([
    [
      'wrong order',
      resource('ReadingType', '<uom>72</uom>\n<kind>12</kind>'),
      ['error 3 ReadingType/kind wrong-order'],
    ],
    [
      'a missing element',
      resource('UsageSummary', '<currency>840</currency>'),
      ['error 1 UsageSummary missing-element'],
    ],
    [
      'a missing element below',
      resource('UsagePoint', '<ServiceCategory/>'),
      ['error 2 UsagePoint/ServiceCategory missing-element'],
    ],
    [
      'one too many',
      resource('ReadingType', '<uom>72</uom>\n<uom>72</uom>'),
      ['error 3 ReadingType/uom too-many'],
    ],
    [
      'an unknown element',
      resource('ReadingType', '<colour>1</colour>'),
      ['error 2 ReadingType/colour unknown-element'],
    ],
    [
      'an element of another namespace',
      resource('ReadingType', '<uom xmlns="urn:x">72</uom>'),
      ['error 2 ReadingType/uom unknown-element'],
    ],
    [
      'a capital letter',
      resource('UsagePoint', '<ServiceDeliveryPoint/>'),
      ['error 2 UsagePoint/ServiceDeliveryPoint wrong-case'],
    ],
    [
      'an attribute',
      resource('ReadingType', '<uom unit="kWh">72</uom>'),
      ['error 2 ReadingType/uom unknown-attribute'],
    ],
    ['text among elements', resource('ReadingType', '72'), ['error 3 ReadingType unexpected-text']],
    [
      'elements in text',
      resource('ReadingType', '<uom><b>72</b></uom>'),
      ['error 2 ReadingType/uom/b unknown-element', 'error 2 ReadingType/uom bad-value'],
    ],
    ['no number', resource('ReadingType', '<uom>Wh</uom>'), ['error 2 ReadingType/uom bad-value']],
    ['a fraction', resource('ReadingType', '<uom>72.0</uom>'), ['error 2 ReadingType/uom bad-value']],
    [
      'an unlisted code of an open list',
      resource('ReadingType', '<uom>1234</uom>'),
      ['error 2 ReadingType/uom unlisted-code'],
    ],
    [
      'a number out of range',
      resource('ReadingType', '<intervalLength>-1</intervalLength>'),
      ['error 2 ReadingType/intervalLength out-of-range'],
    ],
    [
      'more than Int48',
      block(reading(0, '<value>140737488355329</value>')),
      ['error 2 IntervalBlock/IntervalReading/value out-of-range'],
    ],
    [
      'too long a text',
      resource('UsagePoint', `<readRoute>${'x'.repeat(257)}</readRoute>`),
      ['error 2 UsagePoint/readRoute value-too-long'],
    ],
    [
      'no hexadecimal digits',
      resource('UsagePoint', '<roleFlags>0g</roleFlags>'),
      ['error 2 UsagePoint/roleFlags bad-value'],
    ],
    [
      'no boolean',
      resource('UsagePoint', '<grounded>yes</grounded>'),
      ['error 2 UsagePoint/grounded bad-value'],
    ],
    ['an empty number', resource('ReadingType', '<uom/>'), ['error 2 ReadingType/uom bad-value']],
  ])('%s', async (_, xml, expected) => {
    expect((await readText(xml, 'strict')).findings.map(short)).toEqual(expected);
  });

  it.each([
    ['space around a number', resource('ReadingType', '<uom> 72\n</uom>')],
    ['leading zeros', resource('ReadingType', '<uom>072</uom>')],
    ['prefixes', '<x:ReadingType xmlns:x="http://naesb.org/espi"><x:uom>72</x:uom></x:ReadingType>'],
    ['CDATA, comments and references', resource('ReadingType', '<!-- Wh --><uom><![CDATA[7]]>&#50;</uom>')],
    [
      'hints where the schema is',
      `<ReadingType ${espi} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="a b"/>`,
    ],
    [
      'a feed',
      feed(
        entry('UsagePoint', resource('UsagePoint', '')),
        entry('ReadingType', resource('ReadingType', ''), '2'),
      ),
    ],
    ['an empty feed', feed()],
  ])('nothing wrong with %s', async (_, xml) => {
    expect((await readText(xml, 'strict')).findings).toEqual([]);
  });

  const point = resource('UsagePoint', '');
  const good = entry('UsagePoint', point);
  it.each([
    ['no id', good.replace(/<id>.*?<\/id>/, ''), 'entry atom-missing'],
    ['no self link', good.replace(/<link rel="self".*?\/>/, ''), 'entry/link atom-missing'],
    ['no up link', good.replace(/<link rel="up".*?\/>/, ''), 'entry/link atom-missing'],
    ['no published', good.replace(/<published>.*?<\/published>/, ''), 'entry atom-missing'],
    ['no updated', good.replace(/<updated>.*?<\/updated>/, ''), 'entry atom-missing'],
    ['an empty title', good.replace('<title>T</title>', '<title/>'), 'entry atom-missing'],
    ['no content', good.replace(/<content>[\s\S]*<\/content>/, ''), 'entry atom-missing'],
    ['empty content', good.replace(/<content>[\s\S]*<\/content>/, '<content/>'), 'entry atom-missing'],
    ['a random UUID', good.replace('-5000-', '-4000-'), 'entry/id atom-id'],
    [
      'an upper-case UUID',
      good.replace(uuid('1'), 'urn:uuid:AAAAAAAA-0000-5000-8000-000000000000'),
      'entry/id atom-id',
    ],
    ['the id of the feed', good.replace(uuid('1'), uuid('f')), 'feed/id atom-duplicate-id'],
    [
      'links apart',
      good.replace('<link rel="related"', '<rights/><link rel="related"'),
      'entry/link atom-links-apart',
    ],
    [
      'an up link with the identifier',
      good.replace('href="/UsagePoint"', 'href="/UsagePoint/1"'),
      'entry/link atom-link',
    ],
    ['a slash at the end', good.replace('href="/UsagePoint"', 'href="/UsagePoint/"'), 'entry/link atom-link'],
    ['a self link to the collection', good.replace('/UsagePoint/1', '/a/UsagePoint'), 'entry/link atom-link'],
    ['a link without href', good.replace('href="/r"', ''), 'entry/link atom-link'],
    [
      'a time without zone',
      good.replace('2026-01-02T00:00:00Z', '2026-01-02T00:00:00'),
      'entry/updated atom-timestamp',
    ],
    [
      'a foreign element',
      good.replace('<title>', '<dc:date xmlns:dc="urn:dc">x</dc:date><title>'),
      'entry/dc:date unknown-element',
    ],
    [
      'a second title',
      good.replace('<title>T</title>', '<title>T</title><title>T</title>'),
      'entry/title atom-repeated',
    ],
    ['an unknown attribute', good.replace('<title>', '<title lang="en">'), 'entry/title unknown-attribute'],
    [
      'a resource of no schema',
      good.replace(point, '<Thing xmlns="urn:x"/>'),
      'entry/content/Thing unknown-element',
    ],
  ])('in an entry: %s', async (_, xml, expected) => {
    const { findings } = await readText(feed(xml), 'strict');
    const [element, code] = expected.split(' ');
    expect(findings.map((finding) => `${finding.element} ${finding.code}`)).toContain(
      `${element?.replace('dc:', '')} ${code}`,
    );
    expect(findings.every(({ severity }) => severity === 'error')).toBe(true);
  });

  it('two entries with one id', async () => {
    const { findings } = await readText(feed(good, good), 'strict');
    expect(findings.map(short)).toContain('error 4 entry/id atom-duplicate-id');
  });

  it('customer data in a usage feed', async () => {
    const customer = entry('Customer', '<Customer xmlns="http://naesb.org/espi/customer"/>', '2');
    const { findings } = await readText(feed(good, customer), 'strict');
    expect(findings.map(short)).toEqual(['error 4 Customer mixed-namespaces']);
  });
});

describe('import reading understands', () => {
  it.each([
    [
      'any order',
      resource('ReadingType', '<uom>72</uom>\n<kind>12</kind>'),
      'wrong-order',
      { uom: 72, kind: 12 },
    ],
    [
      'unknown elements',
      resource('ReadingType', '<colour><a>1</a></colour><uom>72</uom>'),
      'unknown-element',
      { uom: 72 },
    ],
    ['attributes', resource('ReadingType', '<uom unit="kWh">72</uom>'), 'unknown-attribute', { uom: 72 }],
    ['missing namespaces', '<ReadingType><uom>72</uom></ReadingType>', 'wrong-namespace', { uom: 72 }],
    [
      'a capital letter',
      resource('UsagePoint', '<ServiceDeliveryPoint><name>A</name></ServiceDeliveryPoint>'),
      'wrong-case',
      {
        serviceDeliveryPoint: { name: 'A' },
      },
    ],
    ['empty elements', resource('ReadingType', '<kind/><uom>72</uom>'), 'empty-value', { uom: 72 }],
    ['empty texts', resource('UsagePoint', '<readRoute> </readRoute>'), 'empty-value', {}],
    ['space around numbers', resource('ReadingType', '<uom> 72 </uom>'), 'surrounding-space', { uom: 72 }],
    [
      'unlisted codes of open lists',
      resource('ReadingType', '<uom>1234</uom>'),
      'unlisted-code',
      { uom: 1234 },
    ],
    [
      'space around words',
      resource('UsagePoint', '<connectionState> connected </connectionState>'),
      'unlisted-code',
      {
        connectionState: 'connected',
      },
    ],
    [
      'long texts',
      resource('UsagePoint', `<readRoute>${'x'.repeat(300)}</readRoute>`),
      'value-too-long',
      {
        readRoute: 'x'.repeat(256),
      },
    ],
    [
      'booleans in capitals',
      resource('UsagePoint', '<grounded>TRUE</grounded>'),
      'bad-value',
      { grounded: true },
    ],
    ['text among elements', resource('ReadingType', 'x<uom>72</uom>'), 'unexpected-text', { uom: 72 }],
    [
      'periods without end',
      resource(
        'UsageSummary',
        '<billingPeriod><duration>251963658000000</duration><start>1</start></billingPeriod><statusTimeStamp>1</statusTimeStamp>',
      ),
      'out-of-range',
      { billingPeriod: { duration: 251_963_658_000_000, start: 1 }, statusTimeStamp: 1 },
    ],
    [
      'times in milliseconds, as they are',
      resource('UsageSummary', '<statusTimeStamp>1462264154238</statusTimeStamp>'),
      'out-of-range',
      { statusTimeStamp: 1_462_264_154_238 },
    ],
    [
      'line items of 2013',
      resource(
        'UsageSummary',
        '<costAdditionalDetailLastPeriod><note>Tax</note></costAdditionalDetailLastPeriod><statusTimeStamp>1</statusTimeStamp>',
      ),
      'missing-default',
      { costAdditionalDetailLastPeriod: [{ note: 'Tax', itemKind: 10 }], statusTimeStamp: 1 },
    ],
  ])('%s', async (_, xml, code, value) => {
    const { findings, entries } = await readText(xml, 'import');
    expect(findings.every(({ severity }) => severity === 'warning')).toBe(true);
    expect(findings.map((finding) => finding.code)).toContain(code);
    expect(entries[0]?.contents[0]).toMatchObject({ value, complete: true, errors: 0 });
  });

  it.each([
    [
      'a fraction',
      resource('UsageSummary', '<billLastPeriod>39.00</billLastPeriod><statusTimeStamp>1</statusTimeStamp>'),
      { statusTimeStamp: 1 },
      true,
    ],
    ['a closed code', resource('UsagePoint', '<connectionState>maybe</connectionState>'), {}, true],
    [
      'a part that lacks something',
      resource('UsagePoint', '<ServiceCategory><kind/></ServiceCategory><status>1</status>'),
      { status: 1 },
      true,
    ],
    ['a second value', resource('ReadingType', '<uom>72</uom><uom>38</uom>'), { uom: 72 }, true],
    [
      'a resource that lacks something',
      resource('UsageSummary', '<currency>840</currency>'),
      { currency: 840 },
      false,
    ],
  ])('and leaves out %s', async (_, xml, value, complete) => {
    const { findings, entries } = await readText(xml, 'import');
    expect(findings.filter(({ severity }) => severity === 'error')).toHaveLength(1);
    expect(entries[0]?.contents[0]).toMatchObject({ value, complete, errors: 1 });
  });

  it('Atom as it comes', async () => {
    const xml =
      '\uFEFF<?xml version="1.0"?><?xml-stylesheet href="x.xsl"?><!-- hello -->' +
      `<a:feed xmlns:a="http://www.w3.org/2005/Atom" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
      `<a:updated xsi:type="a:dateTimeType">2024-06-21</a:updated><a:entry><a:content>` +
      `<e:MeterReading xmlns:e="http://naesb.org/espi"/>\n<e:ReadingType xmlns:e="http://naesb.org/espi"/>` +
      `</a:content><a:updated>2024-07-16T10:26:24</a:updated><a:link rel="self" href="User/1"/></a:entry></a:feed>`;
    const { entries, findings, head: its } = await readText(xml, 'import', 7);
    expect(entries).toHaveLength(1);
    expect(entries[0]?.contents.map(({ element }) => element)).toEqual(['MeterReading', 'ReadingType']);
    expect(entries[0]).toMatchObject({
      index: 0,
      updated: 1_721_125_584_000,
      links: [{ rel: 'self', href: 'User/1' }],
    });
    expect(its?.updated).toBe(1_718_928_000_000);
    expect(new Set(findings.map(({ code }) => code))).toEqual(
      new Set(['atom-timestamp', 'atom-content-first', 'atom-missing']),
    );
  });

  it('and counts what comes again and again', async () => {
    const readings = Array.from({ length: 30 }, (_, index) => reading(index * 900, '<value> 5 </value>'));
    const { findings, repeated } = await readText(block(...readings), 'import');
    expect(findings.map(short)).toEqual(['warning 2 IntervalBlock/IntervalReading/value surrounding-space']);
    expect(repeated).toEqual([{ first: findings[0], count: 30 }]);
  });
});

describe('readings', () => {
  it('come flat, with everything that they say', async () => {
    const more =
      '<ReadingQuality><quality>8</quality></ReadingQuality><ReadingQuality><quality>17</quality></ReadingQuality>';
    const full = `<IntervalReading><cost>7</cost>${more}<timePeriod><duration>900</duration><start>900</start></timePeriod><value>-5</value><consumptionTier>1</consumptionTier><tou>2</tou><cpp>3</cpp></IntervalReading>`;
    const { readings, entries } = await readText(block(reading(0, ''), full), 'strict');
    expect(readings.get('0/0')).toEqual([
      { start: 0, duration: 900 },
      { start: 900, duration: 900, value: -5, cost: 7, quality: [8, 17], tou: 2, cpp: 3, consumptionTier: 1 },
    ]);
    expect(entries[0]?.contents[0]).toMatchObject({
      value: { interval: { start: 0, duration: 900 } },
      readings: { count: 2, rejected: 0, extent: { start: 0, end: 1800 } },
    });
  });

  it('come in slices of at most 10,000, never of two blocks', async () => {
    const many = block(...Array.from({ length: 20_001 }, (_, index) => reading(index * 900)));
    const { slices, readings } = await readText(
      feed(entry('IntervalBlock', many + block(reading(0)))),
      'strict',
    );
    expect(slices).toEqual([10_000, 10_000, 1, 1]);
    expect(readings.get('0/0')?.[20_000]).toEqual({ start: 18_000_000, duration: 900, value: 5 });
    expect(readings.get('0/1')).toHaveLength(1);
  });

  it.each([
    [
      'a fractional start',
      '<IntervalReading><timePeriod><duration>1</duration><start>1721154384.66136</start></timePeriod></IntervalReading>',
      'timePeriod/start',
    ],
    ['a value beyond Int48', reading(0, '<value>999999999999999</value>'), 'value'],
    [
      'an empty start',
      '<IntervalReading><timePeriod><duration>1</duration><start/></timePeriod></IntervalReading>',
      'timePeriod/start',
    ],
  ])('with %s are left out', async (_, faulty, element) => {
    const { findings, entries, readings } = await readText(block(faulty, reading(900)), 'import');
    expect(findings.map(({ element: path, line, severity }) => [path, line, severity])).toEqual([
      [`IntervalBlock/IntervalReading/${element}`, 2, 'error'],
    ]);
    expect(entries[0]?.contents[0]?.readings).toMatchObject({ count: 1, rejected: 1 });
    expect(readings.get('0/0')).toHaveLength(1);
  });

  it('with a start in milliseconds are left out', async () => {
    const { findings, readings } = await readText(block(reading(1_721_154_384_000), reading(900)), 'import');
    expect(findings.map(short)).toEqual([
      'warning 2 IntervalBlock/IntervalReading/timePeriod/start out-of-range',
      'error 2 IntervalBlock/IntervalReading reading-rejected',
    ]);
    expect(readings.get('0/0')).toEqual([{ start: 900, duration: 900, value: 5 }]);
  });

  it('keep their value when another member is of no use', async () => {
    const { readings, entries } = await readText(block(reading(0, '<value>5</value><tou>x</tou>')), 'import');
    expect(readings.get('0/0')).toEqual([{ start: 0, duration: 900, value: 5 }]);
    expect(entries[0]?.contents[0]?.errors).toBe(1);
  });

  it('without a time are left out', async () => {
    const xml = block('<IntervalReading><value>5</value></IntervalReading>');
    expect((await readText(xml, 'import')).findings.map(short)).toEqual([
      'error 2 IntervalBlock/IntervalReading reading-rejected',
    ]);
    expect((await readText(xml, 'strict')).findings).toEqual([]);
  });

  it('may state what belongs to their type', async () => {
    const stated = (power: number) =>
      reading(0).replace('<timePeriod>', `<powerOfTenMultiplier>${power}</powerOfTenMultiplier><timePeriod>`);
    const xml = block(stated(3), stated(3), stated(0)).replace(
      '</start></interval>',
      '</start><uom>72</uom></interval>',
    );
    const { entries } = await readText(xml, 'import');
    expect(entries[0]?.contents[0]?.readings?.stated).toEqual(
      new Map([
        ['uom', ['72']],
        ['powerOfTenMultiplier', ['3', '0']],
      ]),
    );
  });
});
