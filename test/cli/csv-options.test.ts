import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { afterAll, describe, expect, it } from 'vitest';
import { csvLayoutOf, parseCsvMap, parseCsvSet } from '../../src/cli/csv-options.ts';

const folder = mkdtempSync(join(tmpdir(), 'meterhouse-csv-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the layout of CSV files on the command line', () => {
  it('names columns, with quotes around commas', () => {
    expect(parseCsvMap('start=Date, value="Usage, kWh",cost=Charge ($)')).toEqual({
      start: 'Date',
      value: 'Usage, kWh',
      cost: 'Charge ($)',
    });
  });

  it('holds what is the same in all rows', () => {
    expect(parseCsvSet('unit=therm,delimiter=tab,decimal=comma,date-order=dmy')).toEqual({
      constants: { unit: 'therm' },
      delimiter: '\t',
      decimal: ',',
      dateOrder: 'dmy',
    });
  });

  it.each([
    () => parseCsvMap('Date'),
    () => parseCsvMap('when=Date'),
    () => parseCsvMap('start='),
    () => parseCsvSet('unit'),
    () => parseCsvSet('colour=red'),
    () => parseCsvSet('delimiter=x'),
    () => parseCsvSet('decimal=dot'),
    () => parseCsvSet('date-order=ymd'),
  ])('refuses what it does not know (%#)', (parse) => {
    expect(parse).toThrow(InvalidArgumentError);
  });

  it('comes from a file too, and the command line counts more', async () => {
    const path = join(folder, 'layout.json');
    const file = { columns: { start: 'Von', value: 'Wert' }, constants: { unit: 'kWh' }, delimiter: ';' };
    writeFileSync(path, JSON.stringify(file));
    expect(
      await csvLayoutOf({
        csvLayout: path,
        csvMap: { value: 'Menge' },
        csvSet: { constants: { unit: 'Wh' } },
      }),
    ).toEqual({ columns: { start: 'Von', value: 'Menge' }, constants: { unit: 'Wh' }, delimiter: ';' });
  });

  it('says what is wrong with a file', async () => {
    await expect(csvLayoutOf({ csvLayout: join(folder, 'none.json') })).rejects.toMatchObject({
      code: 'not_found',
    });
    for (const [text, message] of [
      ['{', 'is not JSON'],
      ['{"columns":{"when":"x"}}', 'columns'],
      ['{"decimal":"dot"}', 'decimal'],
      ['{"more":1}', 'more'],
    ] as const) {
      const path = join(folder, 'bad.json');
      writeFileSync(path, text);
      await expect(csvLayoutOf({ csvLayout: path })).rejects.toMatchObject({
        code: 'invalid_input',
        message: expect.stringContaining(message),
      });
    }
  });
});
