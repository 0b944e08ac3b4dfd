import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { validateCommand, validateFiles } from '../../src/cli/validate.ts';
import { describeWithShared, sharedPath } from '../support/shared.ts';

const readingType = (body: string) => `<ReadingType xmlns="http://naesb.org/espi">\n${body}\n</ReadingType>`;
const good = readingType('<uom>72</uom>');
const wrongOrder = readingType('<uom>72</uom>\n<kind>12</kind>');
const unlisted = readingType('<uom>1234</uom>');

let folder = '';
const fileOf = (name: string): string => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'validate-'));
  writeFileSync(fileOf('good.xml'), good);
  writeFileSync(fileOf('order.xml'), wrongOrder);
  writeFileSync(fileOf('code.xml'), unlisted);
  writeFileSync(fileOf('many.xml'), readingType('<colour/>\n'.repeat(30)));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the check with captured streams. */
async function run(input: Parameters<typeof validateFiles>[1], piped?: string) {
  const written = { stdout: '', stderr: '' };
  const capture = (name: keyof typeof written) => ({
    write: (text: string) => {
      written[name] += text;
    },
  });
  const stdin = Object.assign(Readable.from(piped === undefined ? [] : [Buffer.from(piped)]), {
    isTTY: piped === undefined,
  });
  const exitCode = await validateFiles(
    { stdin, stdout: capture('stdout'), stderr: capture('stderr') },
    input,
  );
  return { exitCode, ...written };
}

describe('meterhouse validate', () => {
  it('is content with a valid file', async () => {
    const file = fileOf('good.xml');
    expect(await run({ files: [file] })).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: `${file}: valid; 1 entry, 0 readings\n`,
    });
  });

  it('gives file, line, element and what to do', async () => {
    const file = fileOf('order.xml');
    expect(await run({ files: [file] })).toEqual({
      exitCode: 1,
      stdout: `${file}:3 ReadingType/kind must stand before uom\n`,
      stderr: `${file}: not valid; 1 error; 1 entry, 0 readings\n`,
    });
  });

  it('knows only the codes that are listed', async () => {
    const { exitCode, stdout } = await run({ files: [fileOf('code.xml')] });
    expect(exitCode).toBe(1);
    expect(stdout).toContain(':2 ReadingType/uom has no code 1234 in UnitSymbolKind');
  });

  it('goes on after a file that is not valid, and fails all the same', async () => {
    const { exitCode, stderr } = await run({ files: [fileOf('order.xml'), fileOf('good.xml')] });
    expect(exitCode).toBe(1);
    expect(stderr.split('\n')[1]).toContain('good.xml: valid');
  });

  it.each([
    ['nowhere.xml', 'there is no such file'],
    ['.', 'this is a folder; name the files in it'],
  ])('says that it cannot read %s', async (name, reason) => {
    const { exitCode, stderr } = await run({ files: [fileOf(name), fileOf('good.xml')] });
    expect(exitCode).toBe(4);
    expect(stderr).toContain(`${fileOf(name)}: ${reason}\n`);
    expect(stderr).toContain('good.xml: valid');
  });

  it.each([[['-']], [[]]])('reads what is piped in with the files %j', async (files) => {
    expect(await run({ files }, good)).toMatchObject({
      exitCode: 0,
      stderr: '-: valid; 1 entry, 0 readings\n',
    });
    expect(await run({ files }, '')).toMatchObject({ exitCode: 1 });
  });

  it('asks for a file when nothing is piped in', async () => {
    const { exitCode, stderr } = await run({ files: [] });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('Name a file');
  });

  it('knows which elements came with 4.0', async () => {
    const statement =
      '<Statement xmlns="http://naesb.org/espi/customer"><issueDateTime>1</issueDateTime></Statement>';
    expect(await run({ files: [] }, statement)).toMatchObject({ exitCode: 0 });
    const { exitCode, stdout } = await run({ files: [], espi: '3.3' }, statement);
    expect(exitCode).toBe(1);
    expect(stdout).toBe(
      '-:1 Statement came with version 4.0 of the standard; readers of 3.3 do not know it\n',
    );
    expect(await run({ files: [fileOf('good.xml')], espi: '3.3' })).toMatchObject({ exitCode: 0 });
  });

  it('shows no more findings than it is told to, and counts the rest', async () => {
    const { stdout, stderr } = await run({ files: [fileOf('many.xml')], limit: 10 });
    expect(stdout.trimEnd().split('\n')).toHaveLength(10);
    expect(stderr).toContain('30 errors, of which 20 are not shown (see --limit)');
  });

  it('prints one JSON document', async () => {
    const { exitCode, stdout } = await run({ files: [fileOf('good.xml'), fileOf('order.xml')], json: true });
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      valid: false,
      files: [
        { file: fileOf('good.xml'), valid: true, errors: 0, findings: [] },
        {
          valid: false,
          errors: 1,
          findings: [{ line: 3, element: 'ReadingType/kind', code: 'wrong-order' }],
        },
      ],
    });
  });

  it('is invalid as a whole when a file is missing', async () => {
    const { stdout } = await run({ files: [fileOf('nowhere.xml')], json: true });
    expect(JSON.parse(stdout)).toEqual({ valid: false, files: [] });
  });

  it('refuses a version that it does not know', async () => {
    const command = validateCommand()
      .exitOverride()
      .configureOutput({ writeErr: () => {} });
    await expect(command.parseAsync(['--espi', '2.0', fileOf('good.xml')], { from: 'user' })).rejects.toThrow(
      'Allowed choices are 4.0, 3.3',
    );
  });

  it.each(['-1', '1.5', 'all'])('refuses --limit %s', async (limit) => {
    const command = validateCommand()
      .exitOverride()
      .configureOutput({ writeErr: () => {} });
    await expect(
      command.parseAsync(['--limit', limit, fileOf('good.xml')], { from: 'user' }),
    ).rejects.toThrow('It must be a whole number');
  });
});

describeWithShared('meterhouse validate on real files', () => {
  it.each([
    ['espi-schemas/samples/gba-openapi/AtomFeed__SubscriptionFeed.xml', 0, 'valid; 5 entries, 1 reading'],
    ['samples/pge/usage-summary-unbound-prefix.xml', 1, 'not valid; 1 error; 0 entries, 0 readings'],
    ['samples/utilityapi/batch-subscription-15min.xml', 1, 'not valid; 1 error; 5 entries, 67 readings'],
  ])('%s', async (file, exitCode, summary) => {
    const outcome = await run({ files: [sharedPath(file)] });
    expect(outcome).toMatchObject({ exitCode, stderr: `${sharedPath(file)}: ${summary}\n` });
  });
});
