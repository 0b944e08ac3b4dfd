import type { ReadContent, ReadEntry } from '../../../espi/reader/entry.ts';
import { createFeedReader } from '../../../espi/reader/feed-reader.ts';
import type { Finding } from '../../../espi/reader/finding.ts';
import { readFeed } from '../../../espi/reader/read-feed.ts';
import type { Reading } from '../../../espi/reading.ts';
import type { ElectricPowerQualitySummary, UsageSummary } from '../../../espi/schema/usage.ts';
import type { ImportFinding } from '../import-receipt.ts';
import { counted, type ImportSource } from '../import-source.ts';
import type { IngestBatch, IngestUsagePoint } from '../ingest-batch.ts';
import { type Batcher, createBatcher } from './batcher.ts';
import type { CustomerPlan, PlannedCustomerResource } from './customer-plan.ts';
import { createIndex, type FileIndex, linksOf, nounOf } from './file-index.ts';
import type { FilePlan } from './file-plan.ts';
import { fitValue } from './fit-value.ts';
import { hrefName, isAbsolute } from './href.ts';
import type { KeyMaker } from './source-keys.ts';

/** What a first pass over a file learns. */
export interface IndexedFile {
  readonly index: FileIndex;
  readonly feedId: string | undefined;
  /** What ended reading before the end of the file: nothing of it may be written. */
  readonly fatal: Finding | undefined;
}

/** Reads a file without writing anything: finds everything that is wrong with it, and where its parts belong. */
export async function indexGreenButton(
  source: ImportSource,
  hooks: {
    readonly onFinding: (finding: Finding, ends: boolean) => void;
    readonly onBytes: (bytes: number) => void;
  },
): Promise<IndexedFile> {
  const builder = createIndex();
  let last: Finding | undefined;
  const reader = createFeedReader({
    mode: 'import',
    onEntry: builder.add,
    onFinding: (finding) => {
      last = finding;
      hooks.onFinding(finding, reader.failed);
    },
  });
  await readFeed(counted(source, hooks.onBytes), reader);
  return { index: builder.index, feedId: reader.head?.id, fatal: reader.failed ? last : undefined };
}

/** What the second pass needs to know. */
export interface WritePlan {
  readonly file: FilePlan;
  readonly customers: CustomerPlan;
  readonly keys: KeyMaker;
  /** Parents that the file does not hold and that are not stored either: what is below them is rejected. */
  readonly lostParents: ReadonlySet<string>;
}

/** What happens during the second pass. */
export interface WriteHooks {
  readonly onBatch: (batch: IngestBatch) => Promise<void>;
  readonly onFinding: (finding: ImportFinding) => void;
  /** Readings that were left out beyond those that the first pass counted. */
  readonly onRejected: (readings: number) => void;
  readonly onPeriod: (start: number, end: number) => void;
  readonly onBytes: (bytes: number) => void;
}

// The years in which a reading can lie: a day inside 1 … 9999, as local dates have four digits.
const earliest = -62_135_510_400;
const latest = 253_402_214_399;
const longest = 4_294_967_295;

function usable(readings: readonly Reading[]): Reading[] {
  return readings
    .filter(({ start }) => start >= earliest && start <= latest)
    .map((reading) => (reading.duration > longest ? { ...reading, duration: longest } : reading));
}

/** Takes the readings of blocks to their series. */
function readingTaker(plan: WritePlan, batcher: Batcher, { onFinding, onRejected, onPeriod }: WriteHooks) {
  let reported = -1;
  return (entry: ReadEntry, _block: number, all: Reading[]): void => {
    const series = plan.file.seriesOf(entry.index);
    if (series === undefined) return;
    const readings = usable(all);
    if (readings.length < all.length) {
      onRejected(all.length - readings.length);
      if (reported !== entry.index) {
        const message = `has readings outside the years 1 to 9999, such as ${all.find((one) => !readings.includes(one))?.start}; write seconds since 1970 (they were left out)`;
        onFinding({
          severity: 'error',
          line: entry.line,
          element: 'IntervalReading/timePeriod/start',
          code: 'import-time',
          message,
        });
        reported = entry.index;
      }
    }
    if (readings.length === 0) return;
    for (const { start, duration } of readings) onPeriod(start, start + duration);
    batcher.readings(series, readings);
  };
}

/** Keys of bills in this file; two of one usage point that share an identifier are told apart by their period. */
function summaryKeys(): (usagePoint: IngestUsagePoint, self: string | undefined, start: number) => string {
  const seen = new Map<string, number>();
  return ({ sourceKey }, self, start) => {
    const name = self ?? `@${start}`;
    const first = seen.get(`${sourceKey}\n${name}`);
    if (first === undefined) seen.set(`${sourceKey}\n${name}`, start);
    return first === undefined || first === start ? name : `${name}@${start}`;
  };
}

function customerTaker(plan: WritePlan, batcher: Batcher, { onFinding }: WriteHooks) {
  const parentProblem = ({ parentNoun, parentKey }: PlannedCustomerResource): string | undefined => {
    if (parentNoun === undefined) return undefined;
    if (parentKey === undefined) return `belongs to no ${parentNoun}; link it to one (it was left out)`;
    return plan.lostParents.has(`${parentNoun} ${parentKey}`)
      ? `belongs to the ${parentNoun} "${parentKey}", which is neither in this file nor stored (it was left out)`
      : undefined;
  };
  return (entry: ReadEntry, content: ReadContent): void => {
    const planned = plan.customers.resources.get(entry.index);
    if (planned === undefined) return;
    const { noun, sourceKey, parentKey, line } = planned;
    const message = parentProblem(planned);
    if (message !== undefined) {
      onFinding({ severity: 'error', line, element: noun, code: 'import-parent', message });
      return;
    }
    const value = fitValue(content.type, content.value);
    const lists = (value.UsagePoints ?? []) as readonly { readonly UsagePoint?: readonly string[] }[];
    const hrefs = lists.flatMap(({ UsagePoint = [] }) => UsagePoint);
    batcher.customerResource({
      noun,
      sourceKey,
      value,
      ...(parentKey === undefined ? {} : { parentKey }),
      ...(noun === 'ServiceLocation'
        ? { usagePointKeys: hrefs.map((href) => plan.keys.ofName(hrefName(href), isAbsolute(href))) }
        : {}),
    });
  };
}

function entryTaker(plan: WritePlan, batcher: Batcher, hooks: WriteHooks) {
  const keyOf = summaryKeys();
  const customer = customerTaker(plan, batcher, hooks);
  return (entry: ReadEntry): void => {
    for (const content of entry.contents) {
      const noun = nounOf(content);
      if (noun === undefined || !content.complete) continue;
      const links = linksOf(entry);
      if (noun === 'UsageSummary') {
        const value = fitValue(content.type, content.value) as UsageSummary;
        const usagePoint = plan.file.usagePointOf({ ...links, index: entry.index });
        const { start, duration } = value.billingPeriod ?? { start: value.statusTimeStamp, duration: 0 };
        hooks.onPeriod(start, start + duration);
        batcher.usageSummary(usagePoint, { sourceKey: keyOf(usagePoint, links.self, start), value });
      } else if (noun === 'ElectricPowerQualitySummary') {
        const value = fitValue(content.type, content.value) as ElectricPowerQualitySummary;
        const usagePoint = plan.file.usagePointOf({ ...links, index: entry.index });
        const sourceKey = keyOf(usagePoint, links.self, value.summaryInterval.start);
        batcher.qualitySummary(usagePoint, { sourceKey, value });
      } else customer(entry, content);
    }
  };
}

/** Depth of a noun in the customer tree, for files in which children stand before their parents. */
const depths: readonly (readonly string[])[] = [
  ['Customer'],
  ['CustomerAccount', 'Statement'],
  ['CustomerAgreement'],
  ['ServiceSupplier', 'ProgramDateIdMappings', 'ServiceLocation'],
  ['Meter', 'EndDevice'],
];

async function pass(
  source: ImportSource,
  batcher: Batcher,
  hooks: WriteHooks,
  takers: {
    readonly onEntry: (entry: ReadEntry) => void;
    readonly onReadings?: (entry: ReadEntry, block: number, readings: Reading[]) => void;
  },
): Promise<void> {
  const flush = async (all: boolean): Promise<void> => {
    const batch = batcher.take(all);
    if (batch !== undefined) await hooks.onBatch(batch);
  };
  // What is wrong with the file was said in the first pass.
  const reader = createFeedReader({ mode: 'import', onFinding: () => undefined, ...takers });
  await readFeed(counted(source, hooks.onBytes), reader, () => flush(false));
  await flush(true);
}

/**
 * Reads a file again and hands it over in batches, each with the parents that its parts need. Memory holds one
 * batch. A customer tree whose children stand before their parents is read once more for each of its levels.
 */
export async function writeGreenButton(
  source: ImportSource,
  plan: WritePlan,
  hooks: WriteHooks,
): Promise<void> {
  const batcher = createBatcher();
  if (!plan.customers.inOrder) {
    const customer = customerTaker(plan, batcher, hooks);
    for (const level of depths) {
      const onEntry = (entry: ReadEntry): void => {
        for (const content of entry.contents)
          if (level.includes(content.element) && content.complete) customer(entry, content);
      };
      await pass(source, batcher, { ...hooks, onBytes: () => undefined }, { onEntry });
    }
  }
  const file = plan.customers.inOrder
    ? plan
    : { ...plan, customers: { ...plan.customers, resources: new Map() } };
  await pass(source, batcher, hooks, {
    onEntry: entryTaker(file, batcher, hooks),
    onReadings: readingTaker(file, batcher, hooks),
  });
  // Those without readings and bills are known too from now on.
  for (const series of plan.file.series) batcher.meterReading(series);
  for (const usagePoint of plan.file.usagePoints) batcher.usagePoint(usagePoint);
  const rest = batcher.take(true);
  if (rest !== undefined) await hooks.onBatch(rest);
}
