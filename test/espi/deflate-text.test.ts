import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeLengths } from '../../src/espi/deflate/huffman.ts';
import { matchText } from '../../src/espi/deflate/text-matcher.ts';
import { createTextTokens } from '../../src/espi/deflate/text-tokens.ts';
import { appendText, createTextWindow, slide } from '../../src/espi/deflate/text-window.ts';
import { createGzipSink } from '../../src/espi/deflate.ts';
import { createPlainSink } from '../../src/espi/plain-sink.ts';

function pack(pieces: readonly string[]): Buffer {
  const sink = createGzipSink();
  const chunks: Uint8Array[] = [];
  for (const piece of pieces) {
    sink.text(piece);
    for (let chunk = sink.take(); chunk !== undefined; chunk = sink.take()) chunks.push(chunk);
  }
  return Buffer.concat([...chunks, sink.end()]);
}
const unpack = (pieces: readonly string[]): string => gunzipSync(pack(pieces)).toString();

/** Words in an order that repeats now and then, from a seed. */
function prose(words: readonly string[], count: number, seed: number): string {
  let state = seed + 1;
  let text = '';
  for (let i = 0; i < count; i++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    text += words[(state >>> 8) % words.length] ?? '';
  }
  return text;
}

describe('text in the gzip sink', () => {
  it.each([
    ['nothing', []],
    ['an empty piece', ['']],
    ['a letter', ['x']],
    ['one letter for long', ['x'.repeat(100_000)]],
    ['an emoji at the end of a slice', [`${'x'.repeat(4095)}😀${'é'.repeat(9000)}`]],
    ['half a pair', ['a\uD800b']],
    [
      'all bytes of UTF-8',
      [
        String.fromCodePoint(
          ...Array.from({ length: 4000 }, (_, i) => 0x20 + i * 16 + (i * 16 >= 0xd7e0 ? 0x820 : 0)),
        ),
      ],
    ],
  ])('unpacks: %s', (_, pieces) => {
    expect(unpack(pieces)).toBe(Buffer.from(pieces.join('')).toString());
  });

  it('unpacks any text', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 400 }), { maxLength: 20 }), (pieces) => {
        const whole = pieces.map((piece) => Buffer.from(piece).toString());
        expect(unpack(whole)).toBe(whole.join(''));
      }),
      { numRuns: 500 },
    );
  });

  it('unpacks long text that repeats in all ways', () => {
    const words = fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }), {
      minLength: 2,
      maxLength: 60,
    });
    fc.assert(
      fc.property(words, fc.integer({ min: 1, max: 20_000 }), fc.nat(), (some, count, seed) => {
        const text = prose(some, count, seed);
        const [first = '', ...rest] = text;
        expect(unpack([first, rest.join('')]) === text).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('is as small as gzip -6 makes it', () => {
    const names = ['Ada', 'Grace', 'Barbara', 'Radia', 'Frances', 'Jean', 'Kathleen', 'Hedy', 'Mary'];
    const entries = Array.from({ length: 800 }, (_, i) => {
      const key = Math.imul(i + 1, 2_654_435_761) >>> 0;
      return (
        `<entry><id>urn:uuid:${key.toString(16).padStart(8, '0')}-0000-5000-8000-${String(key).padStart(12, '0')}</id>` +
        `<link rel="self" href="https://example.org/RetailCustomer/${key.toString(36)}/Customer/${i}"/>` +
        `<published>2026-0${1 + (i % 9)}-1${key % 9}T0${key % 7}:00:00Z</published><title>Customer</title>` +
        `<content type="application/xml"><Customer xmlns="http://naesb.org/espi/customer"><customerName>` +
        `${names[key % 9]} ${names[(key >>> 5) % 9]}son</customerName><pucNumber>${key % 100_000}</pucNumber>` +
        `${i % 3 === 0 ? '<status><value>active</value></status>' : ''}</Customer></content></entry>\n`
      );
    });
    const text = entries.join('');
    const member = pack(entries);
    expect(gunzipSync(member).toString()).toBe(text);
    expect(member.length).toBeLessThanOrEqual(gzipSync(text, { level: 6 }).length * 1.05);
  });

  it('is no larger than it was, but for a little, when nothing repeats', () => {
    const text = Array.from({ length: 50_000 }, (_, i) =>
      String.fromCharCode(33 + ((Math.imul(i, 2_654_435_761) >>> 9) % 90)),
    ).join('');
    expect(pack([text]).length).toBeLessThan(text.length);
  });

  it('counts positions anew without losing text', () => {
    const window = createTextWindow(2 ** 30 - 20_000);
    const tokens = createTextTokens();
    let text = '';
    let unpacked = '';
    for (let piece = 0; piece < 8; piece++) {
      const more = prose(['<a>', '12', '</a>', 'meter', 'é'], 4000, piece % 3);
      text += more;
      if (window.end - window.base > 40_000) slide(window);
      appendText(window, more);
      matchText(window, tokens);
      let bytes = Buffer.from(unpacked);
      for (let i = 0; i < tokens.count; i++) {
        const token = tokens.tokens[i] ?? 0;
        const [length, distance] = [token >> 16, token & 0xffff];
        if (length === 0) bytes = Buffer.concat([bytes, Buffer.of(token)]);
        else {
          const copy = Buffer.alloc(length);
          for (let k = 0; k < length; k++)
            copy[k] = (k < distance ? bytes[bytes.length - distance + k] : copy[k - distance]) ?? 0;
          bytes = Buffer.concat([bytes, copy]);
        }
      }
      tokens.count = 0;
      unpacked = bytes.toString();
      expect(unpacked === text).toBe(true);
    }
    expect(window.end).toBeLessThan(2 ** 20);
  });

  it('makes the same of text in whatever pieces', () => {
    const text = prose(['<tag>', 'é', '12345', '</tag>', ' '], 20_000, 3);
    const sink = createPlainSink();
    sink.text(text);
    const chunks: Uint8Array[] = [];
    for (let chunk = sink.take(); chunk !== undefined; chunk = sink.take()) chunks.push(chunk);
    expect(Buffer.concat([...chunks, sink.end()]).toString()).toBe(text);
    expect(unpack(text.match(/.{1,37}/gs) ?? [])).toBe(text);
  });
});

describe('codeLengths', () => {
  it('gives a complete code within the limit', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constant(0), fc.nat(5), fc.nat(1_000_000)), { minLength: 2, maxLength: 286 }),
        fc.constantFrom(9, 12, 15),
        (weights, limit) => {
          const lengths = codeLengths(weights, limit);
          const kraft = lengths.reduce((sum, length) => sum + (length === 0 ? 0 : 2 ** -length), 0);
          expect(kraft).toBe(1);
          expect(Math.max(...lengths)).toBeLessThanOrEqual(limit);
          weights.forEach((weight, symbol) => {
            if (weight > 0) expect(lengths[symbol]).toBeGreaterThan(0);
          });
        },
      ),
    );
  });
});
