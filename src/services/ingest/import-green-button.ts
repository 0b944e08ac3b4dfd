import type { Noun } from '../../espi/resources.ts';
import { findCustomerResources } from '../../storage/customer-resources.ts';
import type { Queryable } from '../../storage/database.ts';
import { type CustomerPlan, planCustomers } from './formats/customer-plan.ts';
import { isOfIgnored } from './formats/file-index.ts';
import { planFile } from './formats/file-plan.ts';
import {
  type IndexedFile,
  indexGreenButton,
  type WritePlan,
  writeGreenButton,
} from './formats/green-button-xml.ts';
import { createKeyMaker } from './formats/source-keys.ts';
import type { ImportContext, ImportInput } from './import-input.ts';
import {
  createReceipt,
  type ImportFinding,
  type ImportReceipt,
  type ReceiptBuilder,
} from './import-receipt.ts';
import type { IngestBatch } from './ingest-batch.ts';
import { runImport, type WriteBatch } from './run-import.ts';
import type { BatchReceipt } from './write-batch.ts';

const emptyBatch: IngestBatch = {
  usagePoints: [],
  meterReadings: [],
  readings: [],
  usageSummaries: [],
  qualitySummaries: [],
  customerResources: [],
};

/** Parents that the file only names and that are not stored: `noun key`. */
async function findLostParents(
  db: Queryable,
  utilityId: number,
  { resources }: CustomerPlan,
): Promise<Set<string>> {
  const own = new Set([...resources.values()].map(({ noun, sourceKey }) => `${noun} ${sourceKey}`));
  const wanted = new Map<Noun, Set<string>>();
  for (const { parentNoun, parentKey } of resources.values()) {
    if (parentNoun === undefined || parentKey === undefined || own.has(`${parentNoun} ${parentKey}`))
      continue;
    wanted.set(parentNoun, (wanted.get(parentNoun) ?? new Set()).add(parentKey));
  }
  const lost = new Set<string>();
  for (const [noun, keys] of wanted) {
    const found = await findCustomerResources(db, { utilityId, noun, sourceKeys: [...keys] });
    const stored = new Set(found.map(({ sourceKey }) => sourceKey));
    for (const key of keys) if (!stored.has(key)) lost.add(`${noun} ${key}`);
  }
  // What stands below something lost is lost as well.
  for (let before = -1; before !== lost.size; ) {
    before = lost.size;
    for (const { noun, sourceKey, parentNoun, parentKey } of resources.values())
      if (parentNoun !== undefined && (parentKey === undefined || lost.has(`${parentNoun} ${parentKey}`)))
        lost.add(`${noun} ${sourceKey}`);
  }
  return lost;
}

async function planOf(
  db: Queryable,
  { clock }: ImportContext,
  input: ImportInput,
  file: IndexedFile,
): Promise<WritePlan> {
  const { customerKey, utility, source } = input;
  const fileName = source.identity ?? source.name.split(/[\\/]/).at(-1) ?? source.name;
  const keys = createKeyMaker({ customerKey, fileName, feedId: file.feedId });
  const timeZone = input.timeZone ?? utility.timeZone;
  const year = new Date(clock.now()).getUTCFullYear();
  const customers = planCustomers(file.index, { keys, customerKey });
  return {
    file: planFile(file.index, { keys, timeZone, year, customerKey }),
    customers,
    keys,
    lostParents: await findLostParents(db, utility.id, customers),
  };
}

/** Makes the Customer that the caller names, unless it is there or in the file. */
async function writeNamedCustomer(
  db: Queryable,
  { customerKey, utility }: ImportInput,
  plan: WritePlan,
  write: WriteBatch,
): Promise<BatchReceipt | undefined> {
  if (customerKey === undefined || plan.file.usagePoints.length === 0) return undefined;
  const sourceKeys = [customerKey];
  const [known] = await findCustomerResources(db, { utilityId: utility.id, noun: 'Customer', sourceKeys });
  if (known !== undefined) return undefined;
  return await write({
    ...emptyBatch,
    customerResources: [{ noun: 'Customer', sourceKey: customerKey, value: {} }],
  });
}

async function writeFile(
  db: Queryable,
  input: ImportInput,
  plan: WritePlan,
  {
    receipt,
    find,
    write,
  }: {
    readonly receipt: ReceiptBuilder;
    readonly find: (finding: ImportFinding) => void;
    readonly write: WriteBatch;
  },
): Promise<void> {
  const { source, onProgress } = input;
  let bytes = 0;
  let readings = 0;
  const progress = (): void => onProgress?.({ phase: 'write', bytes, totalBytes: source.bytes, readings });
  const named = await writeNamedCustomer(db, input, plan, write);
  if (named !== undefined) receipt.wrote(named);
  await writeGreenButton(source, plan, {
    onBatch: async (batch) => {
      const wrote = await write(batch);
      receipt.wrote(wrote);
      readings += wrote.readings.created + wrote.readings.changed + wrote.readings.unchanged;
      progress();
    },
    onFinding: find,
    onRejected: receipt.reject,
    onPeriod: receipt.cover,
    onBytes: (more) => {
      bytes += more;
      progress();
    },
  });
}

const place = (name: string, { line, element, message }: ImportFinding): string =>
  `${name}:${line} ${element === '' ? '' : `${element} `}${message}`;

/**
 * Imports one Green Button XML file of any size: reads it once to check it and to learn how its parts belong
 * together, and again to write it, in batches of about 50,000 readings that are each written as a whole. Memory
 * holds one batch and the links of the file. A second import of the same file changes nothing.
 *
 * A file that cannot be read to its end, or none of whose readings can be used, changes nothing. An import that is
 * interrupted leaves whole batches, which end at the end of a day where a file goes day by day or meter by meter; importing
 * the file again completes it. The receipt of an import that wrote is kept in import_run.
 *
 * A dry run does the same and takes every batch back; other imports of the utility wait for a batch at a time.
 */
export async function importGreenButton(context: ImportContext, input: ImportInput): Promise<ImportReceipt> {
  const { source, onFinding, onProgress } = input;
  const receipt = createReceipt({ file: source.name, dryRun: input.dryRun === true });
  const find = (finding: ImportFinding, ends = false): void => {
    receipt.find(finding);
    // What ends the whole file is said once, as the outcome.
    if (!ends) onFinding?.(finding);
  };
  let bytes = 0;
  const file = await indexGreenButton(source, {
    onFinding: ({ severity, line, element, message, code }, ends) => {
      if (!isOfIgnored(element)) find({ severity, line, element, message, code }, ends);
    },
    onBytes: (more) => {
      bytes += more;
      onProgress?.({ phase: 'check', bytes, totalBytes: source.bytes, readings: 0 });
    },
  });
  receipt.reject(file.index.rejected);
  receipt.found(file.index.readings);
  receipt.ignore(file.index.ignored);
  if (file.fatal !== undefined) return receipt.finish(place(source.name, file.fatal));
  if (file.index.rejected > 0 && file.index.readings === 0)
    return receipt.finish(
      `${source.name}: none of its ${file.index.rejected} readings can be used, so nothing was imported`,
    );
  const run = async (on: Queryable, write: WriteBatch): Promise<void> =>
    writeFile(on, input, await planOf(on, context, input, file), { receipt, find, write });
  return await runImport(context, input, receipt, run);
}
