import { describe, expect, it } from 'vitest';
import { createFeedReader } from '../../src/espi/reader/feed-reader.ts';
import type { Finding } from '../../src/espi/reader/finding.ts';
import { atom, entry, feed, resource } from '../support/feed-text.ts';
import { readBytes, readText } from '../support/read-feed.ts';

describe('what ends reading', () => {
  const deep = '<a>'.repeat(70);
  it.each([
    ['an undeclared prefix', '<x:feed/>', 'not-well-formed', 'the prefix x is used but not declared'],
    ['a cut file', feed(entry('UsagePoint', '')).slice(0, -30), 'not-well-formed', 'cut off'],
    ['a wrong end tag', `<feed ${atom}></entry>`, 'not-well-formed', 'end tag'],
    ['nothing', '', 'not-well-formed', 'no XML element'],
    ['plain text', 'start,value\n1,2\n', 'not-well-formed', 'not an XML file'],
    ['an unknown entity', `<feed ${atom}><title>&nbsp;</title></feed>`, 'not-well-formed', 'entity'],
    ['a DOCTYPE', `<!DOCTYPE feed [<!ENTITY a "b">]><feed ${atom}/>`, 'doctype', 'DOCTYPE'],
    ['another root', '<Thing xmlns="urn:x"/>', 'unexpected-root', 'the root is Thing of urn:x'],
    ['a web page', '<html><body/></html>', 'unexpected-root', 'web page'],
    ['deep nesting', `<feed ${atom}>${deep}`, 'nested-too-deep', '64'],
    [
      'endless text',
      `<feed ${atom}><title>${'x'.repeat(1_300_000)}</title></feed>`,
      'text-too-long',
      '1048576',
    ],
    [
      'an endless entry',
      `<entry ${atom}><content>${resource('UsageSummary', '<tariffRiderRefs/>'.repeat(500_001))}`,
      'too-large',
      '500000',
    ],
  ])('%s', async (_, xml, code, words) => {
    for (const mode of ['strict', 'import'] as const) {
      const { findings, failed } = await readText(xml, mode);
      const fatal = findings.at(-1);
      expect(fatal).toMatchObject({ severity: 'error', code });
      expect(fatal?.message).toContain(words);
      expect(fatal?.column).toBeGreaterThan(0);
      expect(failed).toBe(true);
    }
  });

  it('gives the place, the entries before it, and nothing after it', async () => {
    const xml = `${feed(entry('UsagePoint', resource('UsagePoint', ''))).replace('</feed>', '\n<entry></x>')}<more/>`;
    const { findings, entries } = await readText(xml, 'strict');
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ line: 4, code: 'not-well-formed' });
    expect(entries).toHaveLength(1);
  });

  it('is told in few words, whatever the file says', async () => {
    const name = 'x'.repeat(300_000);
    const xml = resource('ReadingType', `<${name}>${name}</${name}><uom>${name}</uom>`);
    for (const mode of ['strict', 'import'] as const) {
      const { findings } = await readText(xml, mode);
      expect(findings.length).toBeGreaterThan(1);
      for (const finding of findings) expect(JSON.stringify(finding).length).toBeLessThan(1_000);
    }
  });

  it('takes no further text', () => {
    const findings: Finding[] = [];
    const reader = createFeedReader({
      mode: 'strict',
      onEntry: () => {},
      onFinding: (finding) => findings.push(finding),
    });
    reader.write('<a></b>');
    reader.write('<c></d>');
    reader.close();
    reader.abort('encoding', 'late');
    expect(findings).toHaveLength(1);
    expect(reader.failed).toBe(true);
  });

  it('lets what the caller throws through', () => {
    const reader = createFeedReader({
      mode: 'import',
      onEntry: () => {
        throw new RangeError('the database is full');
      },
      onFinding: () => {},
    });
    expect(() => reader.write(resource('UsagePoint', ''))).toThrow('the database is full');
  });
});

describe('encodings', () => {
  const xml = (encoding: string) =>
    `<?xml version="1.0" encoding="${encoding}"?>\n${resource('UsagePoint', '<readRoute>Zürich €</readRoute>')}`;
  const utf16 = (text: string, big: boolean) => {
    const bytes = Buffer.from(text, 'utf16le');
    return new Uint8Array(big ? bytes.swap16() : bytes);
  };
  it.each([
    ['UTF-8', new TextEncoder().encode(xml('UTF-8'))],
    ['UTF-8 with a byte-order mark', new TextEncoder().encode(`\uFEFF${xml('utf-8')}`)],
    ['UTF-16 little-endian', utf16(`\uFEFF${xml('UTF-16')}`, false)],
    ['UTF-16 big-endian', utf16(`\uFEFF${xml('UTF-16')}`, true)],
    ['UTF-16 without a mark', utf16(xml('UTF-16'), true)],
    ['windows-1252', Buffer.from(xml('windows-1252').replace('€', '\x80'), 'latin1')],
  ])('reads %s', async (_, bytes) => {
    for (const chunk of [1, 5, 65_536]) {
      const { entries, findings } = await readBytes(bytes, 'strict', chunk);
      expect(findings).toEqual([]);
      expect(entries[0]?.contents[0]?.value).toEqual({ readRoute: 'Zürich €' });
    }
  });

  it.each([
    ['bytes that are no UTF-8', Buffer.from(xml('utf-8'), 'latin1'), 'UTF-8'],
    ['an unknown encoding', new TextEncoder().encode(xml('klingon')), 'klingon'],
  ])('refuses %s', async (_, bytes, word) => {
    const { findings, failed } = await readBytes(bytes, 'import');
    expect(findings).toHaveLength(1);
    expect(findings[0]?.code).toBe('encoding');
    expect(findings[0]?.message).toContain(word);
    expect(failed).toBe(true);
  });
});
