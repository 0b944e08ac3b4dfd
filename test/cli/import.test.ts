import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ImportFilesInput, importFiles } from '../../src/cli/import.ts';
import { createProgress } from '../../src/cli/import-progress.ts';
import { dumpTables } from '../support/dump.ts';
import { blockText, feedText, meterEntries } from '../support/green-button-text.ts';
import { type IngestHouse, openIngestHouse } from '../support/ingest-house.ts';
import { at } from '../support/seed/readings.ts';

const start = at('2026-01-10T05:00');
const folder = mkdtempSync(join(tmpdir(), 'meterhouse-import-test-'));
const { point, reading, type, blocks } = meterEntries('a', [blockText(start, [1, 2, 3])]);
const good = join(folder, 'good.xml');
const partly = join(folder, 'partly.xml');
const broken = join(folder, 'broken.xml');
writeFileSync(good, feedText(point, reading, type, ...blocks));
writeFileSync(
  partly,
  feedText(point, reading, type, ...meterEntries('a', [blockText(start, [1, 'x', 3])]).blocks),
);
writeFileSync(broken, feedText(point).slice(0, -8));

let house: IngestHouse;
beforeAll(async () => {
  house = await openIngestHouse();
});
afterAll(async () => {
  await house.close();
  rmSync(folder, { recursive: true });
});

async function run(input: ImportFilesInput, stdin: { text?: string; isTTY?: boolean } = {}) {
  const out: string[] = [];
  const err: string[] = [];
  const { text = '', isTTY } = stdin;
  async function* bytes(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(text);
  }
  const code = await importFiles(
    {
      stdin: Object.assign(bytes(), isTTY === undefined ? {} : { isTTY }),
      stdout: { write: (line: string) => out.push(line) },
      stderr: { write: (line: string) => err.push(line) },
    },
    house,
    input,
  );
  return { code, out: out.join(''), err: err.join('') };
}

describe('meterhouse import', () => {
  it('imports a file and prints its receipt', async () => {
    const { code, out, err } = await run({ files: [good] });
    expect(code).toBe(0);
    expect(out).toBe('');
    expect(err).toContain(`${good}: imported\n`);
    expect(err).toMatch(/readings {10}3 new\n/);
    expect(err).toMatch(/period {12}2026-01-10 to 2026-01-10 \(UTC\)\n/);
    expect((await run({ files: [good] })).err).toMatch(/readings {10}3 unchanged\n/);
  });

  it('prints rejected values as file:line and ends with 3', async () => {
    const { code, out, err } = await run({ files: [partly] });
    expect(code).toBe(3);
    expect(out).toMatch(
      /partly\.xml:\d+ IntervalBlock\/IntervalReading\/value must be a whole number .*; found "x"\n$/,
    );
    expect(err).toMatch(/readings .*1 rejected/);
  });

  it('goes on after a file that cannot be imported', async () => {
    const before = await dumpTables(house.db);
    const { code, out, err } = await run({ files: [broken, good] });
    expect(code).toBe(3);
    expect(out).toBe('');
    expect(err).toMatch(/broken\.xml:\d+ not well-formed XML: .*; nothing was changed\n/);
    expect((await run({ files: [broken] })).code).toBe(1);
    expect(await dumpTables(house.db)).toEqual(before);
  });

  it('says which file is not there, and ends with 4', async () => {
    const { code, err } = await run({ files: [join(folder, 'none.xml'), folder] });
    expect(code).toBe(4);
    expect(err).toContain('none.xml: there is no such file\n');
    expect(err).toContain(': this is a folder; name the files in it\n');
  });

  it('reads standard input, also when nothing is named, but does not wait for a person to type', async () => {
    const text = feedText(
      point,
      reading,
      type,
      ...meterEntries('a', [blockText(start + 86_400, [5])]).blocks,
    );
    expect((await run({ files: ['-'] }, { text })).err).toMatch(/readings {10}1 new\n/);
    expect((await run({ files: [] }, { text })).err).toMatch(/readings {10}1 unchanged\n/);
    expect((await run({ files: [] }, { isTTY: true })).code).toBe(2);
  });

  it('dry runs say so', async () => {
    const before = await dumpTables(house.db);
    const { err } = await run({ files: [good], dryRun: true, customer: 'new' });
    expect(err).toContain('would be imported (dry run: nothing was changed)');
    expect(await dumpTables(house.db)).toEqual(before);
  });

  it('prints one JSON document', async () => {
    const { code, out } = await run({ files: [partly, good], json: true });
    const document = JSON.parse(out);
    expect(code).toBe(3);
    expect(document.utility).toBe('utility-1');
    expect(document.files.map(({ status }: { status: string }) => status)).toEqual(['partly', 'complete']);
    expect(document.files[0].rejected[0]).toMatchObject({
      element: 'IntervalBlock/IntervalReading/value',
      code: 'bad-value',
    });
  });

  it('asks for the utility when there are several', async () => {
    const other = await house.addUtility();
    await expect(run({ files: [good] })).rejects.toThrow(/Name one with --utility: utility-1, utility-2/);
    expect((await run({ files: [good], utility: other.slug })).err).toMatch(/readings {10}3 new\n/);
  });
});

describe('progress', () => {
  const steps = [
    { phase: 'check', bytes: 50e6, totalBytes: 100e6, readings: 0 },
    { phase: 'write', bytes: 25e6, totalBytes: 100e6, readings: 1_000_000 },
    { phase: 'write', bytes: 100e6, totalBytes: 100e6, readings: 4_000_000 },
  ] as const;

  function shown(isTTY: boolean, seconds: number): string[] {
    const lines: string[] = [];
    let now = 0;
    const progress = createProgress({ write: (line: string) => lines.push(line), isTTY }, 'a.xml', () => now);
    for (const step of steps) {
      now += seconds * 1000;
      progress.update(step);
    }
    progress.clear();
    return lines;
  }

  it('is one line that is written over on a terminal', () => {
    const lines = shown(true, 5);
    expect(lines[0]).toBe('\r\x1b[2Ka.xml: checking 16 %, 10.0 MB/s, 25 s left');
    expect(lines[1]).toBe('\r\x1b[2Ka.xml: importing 50 %, 1,000,000 readings, 12.5 MB/s, 10 s left');
    expect(lines.at(-1)).toBe('\r\x1b[2K');
  });

  it('is a line every ten seconds elsewhere', () => {
    expect(shown(false, 5)).toEqual(['a.xml: importing 50 %, 1,000,000 readings, 12.5 MB/s, 10 s left\n']);
    expect(shown(false, 10)).toHaveLength(3);
  });
});
