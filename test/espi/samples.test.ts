import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Finding } from '../../src/espi/reader/finding.ts';
import { type ReadResult, readFile } from '../support/read-feed.ts';
import { describeWithShared, hasShared, sharedPath } from '../support/shared.ts';
import { sampleRows } from './sample-rows.ts';

const filesIn = (folder: string): string[] =>
  readdirSync(sharedPath(folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.xml'))
    .map((name) => `${folder}/${name}`);
const files = hasShared ? ['espi-schemas/samples', 'samples'].flatMap(filesIn).toSorted() : [];
const rowOf = new Map(sampleRows.map((row) => [row[0], row]));

const kinds = (findings: readonly Finding[], mark: (finding: Finding) => string): string =>
  [...new Set(findings.map(mark))]
    .toSorted((a, b) => (a.replace('!', '') < b.replace('!', '') ? -1 : 1))
    .join(' ');
const withSeverity = ({ severity, code }: Finding): string => (severity === 'error' ? `!${code}` : code);

/** Readings, those that were left out included. */
function readingsIn({ entries }: ReadResult): { taken: number; leftOut: number } {
  const all = entries.flatMap(({ contents }) => contents).map(({ readings }) => readings);
  const sum = (pick: 'count' | 'rejected'): number =>
    all.reduce((total, readings) => total + (readings?.[pick] ?? 0), 0);
  return { taken: sum('count'), leftOut: sum('rejected') };
}

describeWithShared('every sample', () => {
  it('of the table is there', () => {
    expect(sampleRows.map(([file]) => file).filter((file) => !files.includes(file))).toEqual([]);
    expect(files.length - sampleRows.length).toBeGreaterThan(35);
  });

  it.each(files)('%s reads without a crash and with the expected findings', async (file) => {
    const path = sharedPath(file);
    const [, entries, readings, inImport, inStrict] = rowOf.get(file) ?? [file, 0, 0, '', ''];
    const tolerant = await readFile(path, 'import');
    const strict = await readFile(path, 'strict');
    expect(kinds(tolerant.findings, withSeverity)).toBe(inImport);
    expect(kinds(strict.findings, ({ code }) => code)).toBe(inStrict);
    expect(tolerant.findings.every(({ line }) => line > 0)).toBe(true);
    expect(tolerant.slices.every((length) => length <= 10_000)).toBe(true);
    if (!rowOf.has(file)) {
      expect(tolerant.entries.length).toBeGreaterThan(0);
      return;
    }
    expect(tolerant.entries).toHaveLength(entries);
    expect(readingsIn(tolerant).taken).toBe(readings);
  });
});

describeWithShared('a block of 11,712 readings', () => {
  it('comes in slices', async () => {
    const { slices, entries } = await readFile(sharedPath('samples/pge/business-a1-15min.xml'), 'import');
    expect(slices).toEqual([10_000, 1_712]);
    const blocks = entries
      .flatMap(({ contents }) => contents)
      .filter(({ readings }) => readings !== undefined);
    expect(blocks.map(({ readings }) => readings?.count)).toEqual([11_712]);
  });
});

/** What the README of the samples says of each file: an independent count and judgement. */
const described = hasShared
  ? readFileSync(sharedPath('samples', 'README.md'), 'utf8')
      .split('\n')
      .map((line) => line.split('|').map((cell) => cell.trim()))
      .filter(([, file]) => file?.replace(' ✎', '').endsWith('.xml'))
      .map(([, file = '', , , , , readings = '', schema = '']) => ({
        file: file.replace(' ✎', ''),
        readings: Number(readings.replace('–', '0').replaceAll(',', '')),
        valid: /^(?:valid(?: 3\.3 and 4\.0)?|schema-valid, .*)$/.test(schema),
      }))
  : [];

/** Rules of Atom, of which the README says nothing. */
const isAtom = ({ code, element }: Finding): boolean =>
  code.startsWith('atom-') || code === 'mixed-namespaces' || /^(?:feed|entry)/.test(element);

describeWithShared('the README of the samples', () => {
  it('describes all of them', () => {
    expect(described.map(({ file }) => `samples/${file}`).toSorted()).toEqual(
      files.filter((file) => file.startsWith('samples/')),
    );
  });

  it.each(described)(
    'agrees on $file: $readings readings, valid $valid',
    async ({ file, readings, valid }) => {
      const path = sharedPath('samples', file);
      const tolerant = await readFile(path, 'import');
      const { taken, leftOut } = readingsIn(tolerant);
      expect(taken + leftOut).toBe(readings);
      // Lists that the schema leaves open are closed in strict mode only, so their codes do not count here.
      const unlisted = new Set(
        tolerant.findings
          .filter(({ code, severity }) => code === 'unlisted-code' && severity === 'warning')
          .map(({ element }) => element),
      );
      const { findings } = await readFile(path, 'strict');
      const faults = findings.filter(
        (finding) => !isAtom(finding) && !(finding.code === 'unlisted-code' && unlisted.has(finding.element)),
      );
      expect(faults.length === 0).toBe(valid);
    },
  );
});
