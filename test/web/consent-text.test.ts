import { expect, test } from 'vitest';
import { sha256 } from '../../src/platform/hash.ts';
import { catalogs } from '../../src/web/catalog.ts';
import { consentTextVersion } from '../../src/web/customer/consent.tsx';

/** Every word of the consent page, functions as they are written, without how they are laid out. */
function wordsOf(value: unknown): string {
  if (typeof value === 'function') return value.toString().replace(/\s+/g, '');
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([key, one]) => `${key}:${wordsOf(one)}`)
    .join('\n');
}

/** The version of the words, and what they were when it was given. A change of the words is a new version here. */
const known = { version: '2026-11-24', words: 'f95eed7214888788' };

test('the consent page says what its version says that it said', () => {
  const words = (['en', 'fr'] as const).map((locale) => {
    const { consent, dataKinds } = catalogs[locale];
    return wordsOf({ consent, dataKinds });
  });
  expect({ version: consentTextVersion, words: sha256(words.join('\n')).slice(0, 16) }).toEqual(known);
});
