import type { Reading } from '../../espi/reading.ts';
import type { UsageSummary } from '../../espi/schema/usage.ts';
import { zoneClockOf } from '../../espi/zone-clock-iana.ts';
import { AppError } from '../../platform/errors.ts';
import { findCustomerResources } from '../../storage/customer-resources.ts';
import { type Batcher, createBatcher } from './formats/batcher.ts';
import { toInteger } from './formats/csv-numbers.ts';
import { createRowOrder, type RowOrder } from './formats/csv-order.ts';
import { type CsvPlan, createCsvPlan, isPeriod } from './formats/csv-plan.ts';
import { CsvProblem } from './formats/csv-problem.ts';
import type { CsvReading } from './formats/csv-reading.ts';
import { readCsvReadings } from './formats/csv-readings.ts';
import type { ImportContext, ImportInput } from './import-input.ts';
import {
  createReceipt,
  type ImportFinding,
  type ImportReceipt,
  type ReceiptBuilder,
} from './import-receipt.ts';
import { counted } from './import-source.ts';
import { runImport, type WriteBatch } from './run-import.ts';

const moneyPower = -5;

const findingOf = (line: number, { column, message }: CsvProblem): ImportFinding => ({
  severity: 'error',
  line,
  element: column,
  message,
  code: 'import-csv-row',
});

/** Integers of a row, as its series counts them. @throws CsvProblem for a number that does not fit. */
function integersOf(
  { value, cost, unit }: CsvReading,
  power: number,
): { readonly value?: number; readonly cost?: number } {
  const amount = value === undefined ? undefined : toInteger(value, unit.exponent, power);
  const money = cost === undefined ? undefined : toInteger(cost, 0, moneyPower);
  if ((value !== undefined && amount === undefined) || (cost !== undefined && money === undefined))
    throw new CsvProblem(amount === undefined ? 'value' : 'cost', 'is a number that does not fit Int48');
  const numbers: { value?: number; cost?: number } = {};
  if (amount !== undefined) numbers.value = amount;
  if (money !== undefined) numbers.cost = money;
  return numbers;
}

/** The bill of a period that has a cost. */
function billOf(
  row: CsvReading & { readonly duration: number },
  { value, cost }: { readonly value?: number; readonly cost?: number },
  { power, currency }: { readonly power: number; readonly currency: number | undefined },
): UsageSummary {
  const end = row.start + row.duration;
  return {
    billingPeriod: { duration: row.duration, start: row.start },
    ...(cost === undefined ? {} : { billLastPeriod: cost }),
    ...(currency === undefined ? {} : { currency }),
    ...(value === undefined
      ? {}
      : {
          overallConsumptionLastPeriod: {
            powerOfTenMultiplier: power,
            timeStamp: end,
            uom: row.unit.uom,
            value,
          },
        }),
    ...(row.quality === undefined ? {} : { qualityOfReading: row.quality }),
    statusTimeStamp: end,
    commodity: row.commodity,
  };
}

function readingOf(
  row: CsvReading,
  duration: number,
  { value, cost }: { readonly value?: number; readonly cost?: number },
): Reading {
  const reading: { -readonly [K in keyof Reading]: Reading[K] } = { start: row.start, duration };
  if (value !== undefined) reading.value = value;
  if (cost !== undefined) reading.cost = cost;
  if (row.quality !== undefined) reading.quality = [row.quality];
  if (row.tou !== undefined) reading.tou = row.tou;
  if (row.cpp !== undefined) reading.cpp = row.cpp;
  if (row.consumptionTier !== undefined) reading.consumptionTier = row.consumptionTier;
  return reading;
}

interface FirstPass {
  readonly plan: CsvPlan;
  readonly order: RowOrder;
  readonly readings: number;
  readonly rejected: number;
}

type Find = (finding: ImportFinding) => void;

async function firstPass({ clock }: ImportContext, input: ImportInput, find: Find): Promise<FirstPass> {
  const { source, utility, customerKey, csv = {}, onProgress } = input;
  const timeZone = input.timeZone ?? utility.timeZone;
  const fileName = source.identity ?? source.name.split(/[\\/]/).at(-1) ?? source.name;
  const plan = createCsvPlan({
    scope: customerKey === undefined ? `file ${fileName}` : `customer ${customerKey}`,
    customerKey,
    timeZone,
    year: new Date(clock.now()).getUTCFullYear(),
    currency: utility.currency,
  });
  const order = createRowOrder();
  let [bytes, readings, rejected] = [0, 0, 0];
  let needsDuration = false;
  const pieces = counted(source, (more) => {
    bytes += more;
    onProgress?.({ phase: 'check', bytes, totalBytes: source.bytes, readings: 0 });
  });
  await readCsvReadings(pieces, {
    layout: csv,
    zone: zoneClockOf(timeZone),
    pick: order.learn,
    onRow: (row) => {
      plan.add(row);
      order.note(row);
      if (row.duration === undefined) needsDuration = true;
      if (row.value !== undefined || !isPeriod(row)) readings += 1;
    },
    onProblem: (line, problem) => {
      rejected += 1;
      find(findingOf(line, problem));
    },
  });
  const distance = order.distance();
  if (needsDuration && distance === undefined)
    throw new AppError(
      'invalid_input',
      'its rows say neither an end nor a duration, and there are too few of them to tell; say --csv-set duration=15m',
    );
  plan.finish(distance ?? 0);
  return { plan, order, readings, rejected };
}

/** Makes the Customers that the file or the caller names and that are not there. */
async function writeCustomers(
  db: Parameters<typeof findCustomerResources>[0],
  { utility }: ImportInput,
  plan: CsvPlan,
  batcher: Batcher,
): Promise<void> {
  const sourceKeys = [...plan.customers()];
  if (sourceKeys.length === 0) return;
  const known = await findCustomerResources(db, { utilityId: utility.id, noun: 'Customer', sourceKeys });
  const there = new Set(known.map(({ sourceKey }) => sourceKey));
  for (const sourceKey of sourceKeys)
    if (!there.has(sourceKey)) batcher.customerResource({ noun: 'Customer', sourceKey, value: {} });
}

async function secondPass(
  input: ImportInput,
  { plan, order }: FirstPass,
  batcher: Batcher,
  {
    find,
    receipt,
    write,
  }: { readonly find: Find; readonly receipt: ReceiptBuilder; readonly write: WriteBatch },
): Promise<void> {
  const { source, utility, csv = {}, onProgress } = input;
  const { currency } = utility;
  const distance = order.distance() ?? 0;
  let [bytes, readings] = [0, 0];
  const flush = async (all: boolean): Promise<void> => {
    const batch = batcher.take(all);
    if (batch === undefined) return;
    const wrote = await write(batch);
    receipt.wrote(wrote);
    readings += wrote.readings.created + wrote.readings.changed + wrote.readings.unchanged;
    onProgress?.({ phase: 'write', bytes, totalBytes: source.bytes, readings });
  };
  const reject = (line: number, problem: CsvProblem): void => {
    receipt.reject(1);
    find(findingOf(line, problem));
  };
  await readCsvReadings(
    counted(source, (more) => (bytes += more)),
    {
      layout: csv,
      zone: zoneClockOf(input.timeZone ?? utility.timeZone),
      pick: order.pick,
      // What is wrong with the other rows was said in the first pass, but for times that only the order tells.
      onProblem: (line, problem) => {
        if (order.refused()) reject(line, problem);
      },
      onRow: (row, line) => {
        order.pass(row);
        const series = plan.seriesOf(row);
        const duration = row.duration ?? distance;
        try {
          const numbers = integersOf(row, series.power);
          if (!isPeriod(row) || row.value !== undefined)
            batcher.readings(series, [readingOf(row, duration, numbers)]);
          if (isPeriod(row) && row.cost !== undefined)
            batcher.usageSummary(series.usagePoint, {
              sourceKey: `${series.meterReading.sourceKey} @${row.start}`,
              value: billOf({ ...row, duration }, numbers, { power: series.power, currency }),
            });
          receipt.cover(row.start, row.start + duration);
        } catch (error) {
          if (!(error instanceof CsvProblem)) throw error;
          reject(line, error);
        }
      },
      onGroup: () => flush(false),
    },
  );
  await flush(true);
}

/**
 * Imports one CSV file of any size by its header (docs/import.md): reads it once to check it and to learn its series,
 * and again to write it, in the same batches and with the same receipt as an XML file. A row that cannot be used is
 * rejected with its line and the reason. A second import of the same file changes nothing.
 *
 * Rows of a billing period become a reading of that length and, where they have a cost, a bill.
 */
export async function importCsv(context: ImportContext, input: ImportInput): Promise<ImportReceipt> {
  const { source, onFinding } = input;
  const receipt = createReceipt({ file: source.name, dryRun: input.dryRun === true });
  const find = (finding: ImportFinding): void => {
    receipt.find(finding);
    onFinding?.(finding);
  };
  let first: FirstPass;
  try {
    first = await firstPass(context, input, find);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'invalid_input') throw error;
    return receipt.finish(`${source.name}: ${error.message}`);
  }
  receipt.reject(first.rejected);
  receipt.found(first.readings);
  if (first.rejected > 0 && first.plan.isEmpty())
    return receipt.finish(
      `${source.name}: none of its ${first.rejected} rows can be used, so nothing was imported`,
    );
  return await runImport(context, input, receipt, async (db, write) => {
    const batcher = createBatcher();
    await writeCustomers(db, input, first.plan, batcher);
    await secondPass(input, first, batcher, { find, receipt, write });
  });
}
