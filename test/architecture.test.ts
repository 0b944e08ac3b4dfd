import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { errorCodes } from '../src/platform/errors.ts';
import { floors, importCycle, longFiles, readSources, upwardImports } from './support/imports.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const src = join(root, 'src');
const sources = readSources(src);

/** The house, and what stands beside it and is read as much. */
const readFolders = ['src', 'test', 'bench', 'scripts'] as const;
const longFilesBelow = (top: string): string[] =>
  readFolders.flatMap((folder) => longFiles(readSources(join(top, folder))).map((one) => `${folder}/${one}`));

describe('the floors of the house', () => {
  it('sees every room, and files in each', () => {
    const rooms = new Set(
      sources.filter(({ path }) => path.includes('/')).map(({ path }) => path.split('/')[0]),
    );
    expect([...rooms].sort()).toEqual(Object.keys(floors).sort());
    expect(sources.length).toBeGreaterThan(60);
    expect(sources.flatMap(({ imports }) => imports).length).toBeGreaterThan(150);
  });

  it('resolves every relative import to a file', () => {
    const missing = sources.flatMap(({ path, imports }) =>
      imports.filter((target) => !existsSync(join(src, target))).map((target) => `${path} -> ${target}`),
    );
    expect(missing).toEqual([]);
  });

  it('has no upward import and no cycle', () => {
    expect(upwardImports(sources)).toEqual([]);
    expect(importCycle(sources)).toBeUndefined();
  });

  it('keeps the ground floor free of I/O', () => {
    const forbidden = /^(node:)?(fs|net|http|https|http2|tls|dns|child_process|process)(\/|$)/;
    const found = sources
      .filter(({ path }) => path.startsWith('espi/'))
      .flatMap(({ path, packages }) =>
        packages.filter((name) => forbidden.test(name)).map((name) => `${path}: ${name}`),
      );
    expect(found).toEqual([]);
  });

  it('reads the environment in config/load.ts alone', () => {
    const readers = sources.filter(({ path }) =>
      /\bprocess\.env\b/.test(readFileSync(join(src, path), 'utf8')),
    );
    expect(readers.map(({ path }) => path)).toEqual(['config/load.ts']);
  });

  it('keeps SQL in storage', () => {
    const sql = /\b(select\s[\s\S]{0,80}?\sfrom\s|insert\s+into\s|delete\s+from\s|update\s+\w+\s+set\s)/i;
    const outside = sources
      .filter(({ path }) => !path.startsWith('storage/'))
      .filter(({ path }) =>
        sql.test(readFileSync(join(src, path), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$|^import .*$/gm, '')),
      );
    expect(outside.map(({ path }) => path)).toEqual([]);
  });

  it('has small files: median under 60 lines, none over 500', () => {
    const lengths = sources.map(({ lines }) => lines).sort((a, b) => a - b);
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThan(60);
    expect(longFiles(sources)).toEqual([]);
  });

  it('has none over 500 among tests, measurements and scripts either', () => {
    for (const folder of readFolders) expect(readSources(join(root, folder))).not.toEqual([]);
    expect(longFilesBelow(root)).toEqual([]);
  });
});

describe('the guards notice what is planted', () => {
  const copy = mkdtempSync(join(tmpdir(), 'meterhouse-floors-'));
  cpSync(src, join(copy, 'src'), { recursive: true });
  for (const file of ['biome.json', '.gitignore']) cpSync(join(root, file), join(copy, file));
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  const plant = (path: string, text: string): void => writeFileSync(join(copy, 'src', path), text);
  const lint = (...paths: string[]) =>
    spawnSync(
      process.execPath,
      [
        join(root, 'node_modules/@biomejs/biome/bin/biome'),
        'lint',
        ...paths.map((path) => join('src', path)),
      ],
      { cwd: copy, encoding: 'utf8' },
    );

  it('an upward import, in the test and in the linter', () => {
    plant(
      'espi/planted-upward.ts',
      "import { migrate } from '../storage/migrate.ts';\n\nexport const planted = migrate;\n",
    );
    expect(upwardImports(readSources(join(copy, 'src')))).toEqual([
      'espi/planted-upward.ts imports storage/migrate.ts: espi may not import storage',
    ]);
    const result = lint('espi/planted-upward.ts');
    expect(result.status).not.toBe(0);
    expect(result.stdout + result.stderr).toContain('noRestrictedImports');
  });

  it('a cycle, in the test and in the linter', () => {
    plant(
      'espi/planted-a.ts',
      "import { b } from './planted-b.ts';\n\nexport const a = (): number => b() + 1;\n",
    );
    plant(
      'espi/planted-b.ts',
      "import { a } from './planted-a.ts';\n\nexport const b = (): number => a() + 1;\n",
    );
    expect(importCycle(readSources(join(copy, 'src')))).toEqual([
      'espi/planted-a.ts',
      'espi/planted-b.ts',
      'espi/planted-a.ts',
    ]);
    const result = lint('espi/planted-a.ts', 'espi/planted-b.ts');
    expect(result.status).not.toBe(0);
    expect(result.stdout + result.stderr).toContain('noImportCycles');
  });

  it('a file of more than 500 lines, wherever it is', () => {
    const places = ['src/espi', 'test/http', 'bench', 'scripts'];
    for (const place of places) {
      mkdirSync(join(copy, place), { recursive: true });
      writeFileSync(join(copy, place, 'planted-full.ts'), '// One of many.\n'.repeat(500));
      writeFileSync(join(copy, place, 'planted-long.ts'), '// One of many.\n'.repeat(501));
    }
    expect(longFilesBelow(copy)).toEqual(places.map((place) => `${place}/planted-long.ts has 501 lines`));
  });
});

describe('docs/errors.md', () => {
  it('explains exactly the codes of the list', () => {
    const documented = [...readFileSync(join(root, 'docs/errors.md'), 'utf8').matchAll(/^## `(\w+)`/gm)].map(
      (match) => match[1],
    );
    expect(documented.toSorted()).toEqual([...errorCodes].toSorted());
  });
});
