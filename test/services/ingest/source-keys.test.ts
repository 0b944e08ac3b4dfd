import { describe, expect, it } from 'vitest';
import type { IndexedEntry } from '../../../src/services/ingest/formats/file-index.ts';
import { hrefName, isAbsolute, nameOfNoun } from '../../../src/services/ingest/formats/href.ts';
import { createKeyMaker } from '../../../src/services/ingest/formats/source-keys.ts';

const entry = (href: string | undefined, id?: string): IndexedEntry => ({
  index: 0,
  line: 1,
  noun: 'UsagePoint',
  id,
  self: href === undefined ? undefined : hrefName(href),
  up: undefined,
  related: [],
  absolute: isAbsolute(href ?? ''),
  value: undefined,
});

const key = (
  href: string | undefined,
  file: string,
  options: { customer?: string; feed?: string; id?: string } = {},
): string =>
  createKeyMaker({ customerKey: options.customer, fileName: file, feedId: options.feed }).ofEntry(
    entry(href, options.id),
    0,
  );

describe('the key of a usage point', () => {
  it('is host and path of an absolute link, whatever the file and the customer', () => {
    const names = [
      key('https://dc.example/UsagePoint/1', 'a.xml'),
      key('http://DC.example/UsagePoint/1/', 'b.xml', { customer: 'ada', feed: 'urn:f', id: 'urn:1' }),
      key(' https://dc.example/UsagePoint/1?x=1#y', 'c.xml'),
    ];
    expect(names).toEqual(names.map(() => 'dc.example/UsagePoint/1'));
    expect(key('https://other.example/UsagePoint/1', 'a.xml')).not.toBe(names[0]);
  });

  it('differs between customers, files, feeds and entries where links are relative or absent', () => {
    for (const href of ['User/1/UsagePoint/01', '/UsagePoint/01', undefined]) {
      const keys = [
        key(href, 'a.xml'),
        key(href, 'b.xml'),
        key(href, 'a.xml', { feed: 'urn:f' }),
        key(href, 'a.xml', { feed: 'urn:f', id: 'urn:1' }),
        key(href, 'a.xml', { customer: 'ada' }),
        key(href, 'a.xml', { customer: 'bob' }),
      ];
      expect(new Set(keys).size, String(href)).toBe(keys.length);
    }
  });

  it('stays the same from file to file for a customer that is named', () => {
    const ada = { customer: 'ada' };
    expect(key('UsagePoint/1', 'june.xml', { ...ada, feed: 'urn:june', id: 'urn:1' })).toBe(
      key('UsagePoint/1', 'july.xml', { ...ada, feed: 'urn:july', id: 'urn:2' }),
    );
  });
});

describe('the part of a path that names a resource', () => {
  it.each([
    ['h/UsagePoint/7/MeterReading/1/IntervalBlock', 'h/UsagePoint/7'],
    ['UsagePoint/7', 'UsagePoint/7'],
    ['h/UsagePoint', undefined],
    ['h/MyUsagePoint/7', undefined],
  ])('%s', (name, expected) => expect(nameOfNoun(name, 'UsagePoint')).toBe(expected));
});
