import { describe, expect, it } from 'vitest';
import type { Entry, FeedHead, WireStyle } from '../../src/espi/atom.ts';
import { renderEntryDocument, writeFeed } from '../../src/espi/atom-writer.ts';
import { complex, optional, text } from '../../src/espi/schema/define.ts';
import { describeWithShared } from '../support/shared.ts';
import { validateXsd } from '../support/xsd.ts';

const style: WireStyle = { contentType: 'application/xml', capitalServiceDeliveryPoint: false };
const base = 'https://example.org/DataCustodian/espi/1_1/resource';
const point = complex('espi', 'UsagePoint', { readRoute: optional(text('String256', { maxLength: 256 })) });

const entry = (index: number, readRoute: string): Entry => ({
  uuid: `00000000-0000-5000-8000-${String(index).padStart(12, '0')}`,
  links: [
    { rel: 'self', type: 'espi-entry/UsagePoint', href: `${base}/Subscription/a/UsagePoint/${index}` },
    { rel: 'up', type: 'espi-feed/UsagePoint', href: `${base}/Subscription/a/UsagePoint` },
  ],
  published: 0,
  updated: 1_795_486_211_123,
  title: 'UsagePoint',
  content: { element: 'UsagePoint', type: point, value: { readRoute } },
});
const head: FeedHead = {
  uuid: '00000000-0000-5000-8000-ffffffffffff',
  title: 'A & B',
  updated: 1_795_486_211_000,
  links: [{ rel: 'self', type: 'espi-feed/UsagePoint', href: `${base}/UsagePoint?a=1&b=2` }],
};
const collect = async (entries: Iterable<Entry> | AsyncIterable<Entry>) => {
  const chunks: string[] = [];
  for await (const chunk of writeFeed(head, entries, style)) chunks.push(chunk);
  return chunks;
};

describe('renderEntryDocument', () => {
  it('writes the wire profile', () => {
    expect(renderEntryDocument(entry(1, 'north'), style)).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<entry xmlns="http://www.w3.org/2005/Atom">' +
        '<id>urn:uuid:00000000-0000-5000-8000-000000000001</id>' +
        `<link rel="self" href="${base}/Subscription/a/UsagePoint/1" type="espi-entry/UsagePoint"/>` +
        `<link rel="up" href="${base}/Subscription/a/UsagePoint" type="espi-feed/UsagePoint"/>` +
        '<published>1970-01-01T00:00:00Z</published><updated>2026-11-24T02:10:11.123Z</updated>' +
        '<title>UsagePoint</title><content type="application/xml">' +
        '<UsagePoint xmlns="http://naesb.org/espi"><readRoute>north</readRoute></UsagePoint></content></entry>\n',
    );
  });

  it('takes ready content and another content type', () => {
    const xml = renderEntryDocument(
      { ...entry(1, ''), content: { xml: '<Ready xmlns="urn:x"/>' } },
      { ...style, contentType: 'atom+xml' },
    );
    expect(xml).toContain('<content type="atom+xml"><Ready xmlns="urn:x"/></content>');
  });
});

describe('writeFeed', () => {
  it('writes the head before the entries, escaped', async () => {
    const xml = (await collect([entry(1, 'x')])).join('');
    expect(xml).toMatch(/<feed xmlns="http:\/\/www.w3.org\/2005\/Atom"><id>urn:uuid:[^<]*ffff<\/id><link /);
    expect(xml).toContain('UsagePoint?a=1&amp;b=2"');
    expect(xml.indexOf('<title>A &amp; B</title><updated>2026-11-24T02:10:11Z</updated>')).toBeLessThan(
      xml.indexOf('<entry>'),
    );
  });

  it('is a feed without entries', async () => {
    const chunks = await collect([]);
    expect(chunks).toHaveLength(1);
    expect(chunks[0]).toMatch(/<\/updated>\n<\/feed>\n$/);
  });

  it('leaves in pieces of at least 16 KiB, and takes entries as they are asked for', async () => {
    let made = 0;
    async function* entries() {
      for (; made < 200; made += 1) yield entry(made, 'x'.repeat(made));
    }
    const stream = writeFeed(head, entries(), style);
    const first = await stream.next();
    expect(made).toBeLessThan(100);
    const rest: string[] = [];
    for await (const chunk of stream) rest.push(chunk);
    const chunks = [first.value ?? '', ...rest];
    expect(chunks.length).toBeGreaterThan(3);
    for (const chunk of chunks.slice(0, -1)) expect(chunk.length).toBeGreaterThanOrEqual(16_384);
    expect(chunks.join('').match(/<entry>/g)).toHaveLength(200);
  });
});

describeWithShared('the schema', () => {
  it('accepts what is written, whatever the text', async () => {
    const nasty = Array.from({ length: 0x120 }, (_, code) => String.fromCharCode(code))
      .join('')
      .slice(0, 250);
    const xml = (await collect([entry(1, nasty), entry(2, '\uD800<]]>&')])).join('');
    expect(validateXsd(xml, '4.0-closed')).toEqual([]);
    expect(validateXsd(renderEntryDocument(entry(3, nasty), style), '3.3')).toEqual([]);
  });
});
