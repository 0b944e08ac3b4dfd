import { describe, expect, it } from 'vitest';
import { entryLinks, type Link, type LinkInput, linkType } from '../../src/espi/links.ts';
import {
  entryPath,
  expandPath,
  type Noun,
  nouns,
  resourceNamed,
  resources,
} from '../../src/espi/resources.ts';

const base = 'https://custodian.example/DataCustodian/espi/1_1/resource';
const params = Object.fromEntries(Object.values(nouns).map(({ param }) => [param, `${param}-1`]));
const all = { ...params, auth_uid: 'a1' };
const allNouns = Object.keys(nouns) as Noun[];

/** Links of an entry to which everything is related that can be. */
const linksOf = (noun: Noun, more: Partial<LinkInput> = {}): Link[] =>
  entryLinks(base, {
    noun,
    params: all,
    feeds: allNouns,
    entries: Object.fromEntries(allNouns.map((other) => [other, [{}]])),
    ...more,
  });
const hrefs = (noun: Noun, rel: Link['rel'], type: string): string[] =>
  linksOf(noun)
    .filter((link) => link.rel === rel && link.type === type)
    .map(({ href }) => href);

describe('entryLinks', () => {
  it.each(allNouns)('%s: self first, then up, absolute, without a slash at the end', (noun) => {
    const [self, up, ...related] = linksOf(noun);
    const form = nouns[noun].namespace === 'espi' ? 'espi' : 'cust';
    expect(self).toEqual({
      rel: 'self',
      type: `${form}-entry/${noun}`,
      href: base + expandPath(entryPath(noun), all),
    });
    expect(up).toEqual({
      rel: 'up',
      type: `${form}-feed/${noun}`,
      href: self?.href.slice(0, self.href.lastIndexOf('/')),
    });
    expect(up?.href.endsWith(`/${noun}`)).toBe(true);
    for (const link of related) {
      expect(link.rel).toBe('related');
      expect(link.href.startsWith(`${base}/`)).toBe(true);
      expect(link.href).not.toMatch(/\/$|[{}]/);
    }
  });

  // Readers join entries by comparing hrefs, so that what names the same thing must be the same text.
  it.each<[Noun, Noun]>([
    ['UsagePoint', 'MeterReading'],
    ['UsagePoint', 'UsageSummary'],
    ['UsagePoint', 'ElectricPowerQualitySummary'],
    ['MeterReading', 'IntervalBlock'],
    ['Customer', 'CustomerAccount'],
    ['CustomerAccount', 'CustomerAgreement'],
    ['CustomerAgreement', 'ServiceLocation'],
    ['ServiceLocation', 'Meter'],
  ])('%s is related to the collection that is up of %s', (above, below) => {
    const type = linkType(nouns[below].namespace, 'feed', below);
    expect(hrefs(above, 'related', type)).toEqual(hrefs(below, 'up', type));
    const back = linkType(nouns[above].namespace, 'entry', above);
    expect(hrefs(below, 'related', back)).toEqual(hrefs(above, 'self', back));
  });

  it.each<[Noun, Noun]>([
    ['UsagePoint', 'LocalTimeParameters'],
    ['MeterReading', 'ReadingType'],
  ])('%s is related to the entry of %s', (from, to) => {
    const type = linkType('espi', 'entry', to);
    expect(hrefs(from, 'related', type)).toEqual(hrefs(to, 'self', type));
  });

  it('names only what exists', () => {
    expect(linksOf('UsagePoint', { feeds: ['UsageSummary'], entries: {} }).map(({ type }) => type)).toEqual([
      'espi-entry/UsagePoint',
      'espi-feed/UsagePoint',
      'espi-feed/UsageSummary',
    ]);
  });

  it('gives LocalTimeParameters the namespace of the feed', () => {
    const { type } = linksOf('Customer').find(({ href }) => href.includes('/LocalTimeParameters/')) ?? {};
    expect(type).toBe('cust-entry/LocalTimeParameters');
    expect(linksOf('LocalTimeParameters', { namespace: 'customer' })[0]?.type).toBe(
      'cust-entry/LocalTimeParameters',
    );
  });

  it('escapes uids', () => {
    const [self] = linksOf('ReadingType', { params: { type_uid: 'a/b?c d' }, feeds: [], entries: {} });
    expect(self?.href).toBe(`${base}/ReadingType/a%2Fb%3Fc%20d`);
  });
});

describe('the resource table', () => {
  it('names each row once, and finds it', () => {
    const names = resources.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const row of resources) expect(resourceNamed(row.name)).toBe(row);
    expect(() => resourceNamed('Nothing')).toThrow('No resource row is named Nothing');
  });

  it('has no path twice, aliases included', () => {
    const paths = resources.flatMap(({ path, aliases }) => [path, ...aliases]);
    expect(new Set(paths).size).toBe(paths.length);
  });

  it('does not make a path with a hole', () => {
    expect(() => expandPath('/A/{uid}', {})).toThrow('/A/{uid} needs uid');
  });
});
