import { readFile } from 'node:fs/promises';
import { InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { AppError } from '../platform/errors.ts';
import { type CsvColumn, type CsvLayout, csvColumns } from '../services/ingest/formats/csv-layout.ts';

type ByColumn = Readonly<Partial<Record<CsvColumn, string>>>;

const settings = ['delimiter', 'decimal', 'date-order'] as const;
type Setting = (typeof settings)[number];

/** Assignments between commas; what stands in quotes may hold commas: `value="Usage, kWh"`. */
function assignments(text: string): [string, string][] {
  const found = [...text.matchAll(/\s*([^=,]+)=("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)];
  if (found.length === 0 || found.map(([all]) => all).join('') !== text)
    throw new InvalidArgumentError(
      'Write name=value between commas, such as start=Date,value="Usage (kWh)".',
    );
  return found.map(([, name = '', value = '']) => [
    name.trim(),
    value.startsWith('"') ? value.slice(1, -1).replace(/""/g, '"') : value.trim(),
  ]);
}

const isColumn = (name: string): name is CsvColumn => (csvColumns as readonly string[]).includes(name);
const isSetting = (name: string): name is Setting => (settings as readonly string[]).includes(name);

/** Columns of a file by meaning: `start=Date,value="Usage (kWh)"`. */
export function parseCsvMap(text: string): ByColumn {
  return Object.fromEntries(
    assignments(text).map(([name, header]) => {
      if (!isColumn(name))
        throw new InvalidArgumentError(`There is no "${name}"; there are ${csvColumns.join(', ')}.`);
      if (header === '') throw new InvalidArgumentError(`Say which column ${name} is.`);
      return [name, header];
    }),
  );
}

/** What holds for all rows: `unit=therm,service=gas,date-order=dmy`. */
export function parseCsvSet(text: string): Omit<CsvLayout, 'columns'> {
  const constants: Partial<Record<CsvColumn, string>> = {};
  const said: Partial<Record<Setting, string>> = {};
  for (const [name, value] of assignments(text)) {
    if (isColumn(name)) constants[name] = value;
    else if (isSetting(name)) said[name] = value;
    else
      throw new InvalidArgumentError(
        `There is no "${name}"; there are ${[...csvColumns, ...settings].join(', ')}.`,
      );
  }
  const { delimiter, decimal, 'date-order': dateOrder } = said;
  if (delimiter !== undefined && !/^(?:[;|]|tab|comma)$/.test(delimiter))
    throw new InvalidArgumentError('delimiter is comma, tab, ; or |.');
  if (decimal !== undefined && decimal !== 'comma' && decimal !== 'point')
    throw new InvalidArgumentError('decimal is comma or point.');
  if (dateOrder !== undefined && dateOrder !== 'mdy' && dateOrder !== 'dmy')
    throw new InvalidArgumentError('date-order is mdy or dmy.');
  const mark = { comma: ',', tab: '\t' }[delimiter ?? ''] ?? delimiter;
  return {
    constants,
    ...(mark === undefined ? {} : { delimiter: mark }),
    ...(decimal === undefined ? {} : { decimal: decimal === 'comma' ? ',' : '.' }),
    ...(dateOrder === undefined ? {} : { dateOrder }),
  };
}

const texts = z.partialRecord(z.enum(csvColumns), z.string().min(1));
const layoutFile = z.strictObject({
  columns: texts.optional(),
  constants: texts.optional(),
  delimiter: z.enum([',', ';', '\t', '|']).optional(),
  decimal: z.enum(['.', ',']).optional(),
  dateOrder: z.enum(['mdy', 'dmy']).optional(),
});

/**
 * Reads a layout that a utility keeps in a file.
 *
 * @throws AppError `not_found` when it cannot be read; `invalid_input` naming the member that is wrong.
 */
async function readCsvLayout(path: string): Promise<CsvLayout> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new AppError('not_found', `${path}: the layout file cannot be read`, { cause: error });
  }
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw new AppError('invalid_input', `${path} is not JSON: ${(error as Error).message}`, { cause: error });
  }
  const parsed = layoutFile.safeParse(document);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AppError(
    'invalid_input',
    `${path}: ${issue?.path.join('.') || 'the document'}: ${issue?.message}`,
  );
}

/** One layout of a file, the columns and the constants of the command line before those of the file. */
export async function csvLayoutOf(options: {
  readonly csvMap?: ByColumn | undefined;
  readonly csvSet?: Omit<CsvLayout, 'columns'> | undefined;
  readonly csvLayout?: string | undefined;
}): Promise<CsvLayout> {
  const { csvMap, csvSet = {}, csvLayout } = options;
  const base = csvLayout === undefined ? {} : await readCsvLayout(csvLayout);
  const columns =
    base.columns === undefined && csvMap === undefined ? undefined : { ...base.columns, ...csvMap };
  return {
    ...base,
    ...csvSet,
    ...(columns === undefined ? {} : { columns }),
    constants: { ...base.constants, ...csvSet.constants },
  };
}
