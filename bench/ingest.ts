import { writeFeed } from '../src/espi/atom-writer.ts';
import { importFile } from '../src/services/ingest/import-file.ts';
import type { ImportSource } from '../src/services/ingest/import-source.ts';
import type { IngestBatch } from '../src/services/ingest/ingest-batch.ts';
import { writeBatch } from '../src/services/ingest/write-batch.ts';
import { type BenchDatabase, openBenchDatabase } from './database.ts';
import { atLeast, type BenchRow, median, skipped } from './measure.ts';
import { createMeterYear, plainStyle } from './meter-year.ts';
import { daysBatch, metersBatch } from './nightly-batch.ts';
import { startPostgresCpu } from './postgres-cpu.ts';

const clock = { now: () => Date.now() };
const nights = 5;
const meters = 10_000;

interface Taken {
  readonly cpuMs: number;
  readonly wallMs: number;
}

async function taking({ db }: BenchDatabase, work: () => Promise<unknown>): Promise<Taken> {
  const server = await startPostgresCpu(db);
  const own = process.cpuUsage();
  const began = performance.now();
  await work();
  const wallMs = performance.now() - began;
  const { user, system } = process.cpuUsage(own);
  return { cpuMs: (user + system) / 1000 + ((await server()) ?? Number.NaN), wallMs };
}

/** Millions of readings a second of CPU, and of the clock: medians over batches that each are written once. */
async function speedOf(
  database: BenchDatabase,
  name: string,
  batches: readonly (() => IngestBatch)[],
  least?: number,
): Promise<BenchRow[]> {
  const { db, utility } = database;
  const byCpu: number[] = [];
  const byClock: number[] = [];
  for (const make of batches) {
    const batch = make();
    const count = batch.readings.reduce((sum, { readings }) => sum + readings.length, 0);
    const { cpuMs, wallMs } = await taking(database, () => writeBatch({ db, clock }, { utility, batch }));
    byCpu.push(count / cpuMs / 1000);
    byClock.push(count / wallMs / 1000);
  }
  const cpuName = `ingest, ${name}: readings a second of CPU (program + database)`;
  return [
    least === undefined
      ? { name: cpuName, value: median(byCpu), unit: 'M/s' }
      : atLeast(cpuName, median(byCpu), 'M/s', least),
    { name: `ingest, ${name}: readings a second by the clock`, value: median(byClock), unit: 'M/s' },
  ];
}

const each = <T>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));

/** Packed readings into PostgreSQL: a night of many meters, the same again, and many days of fewer meters. */
export async function benchIngest(): Promise<BenchRow[]> {
  const database = await openBenchDatabase();
  if (database === undefined) return [skipped('ingest', 'no PostgreSQL answers')];
  try {
    const { db, utility } = database;
    await writeBatch({ db, clock }, { utility, batch: metersBatch(0, meters) });
    const all = { from: 0, count: meters };
    const night = (day: number) => () => daysBatch(all, { from: day, count: 1 });
    await writeBatch({ db, clock }, { utility, batch: night(0)() });
    return [
      ...(await speedOf(
        database,
        'a night of 10,000 meters',
        each(nights, (i) => night(1 + i)),
        2,
      )),
      ...(await speedOf(
        database,
        'the same night again',
        each(nights, () => night(nights)),
      )),
      ...(await speedOf(
        database,
        '1,000 meters × 20 days',
        each(nights, (i) => () => daysBatch({ from: i * 1000, count: 1000 }, { from: 60, count: 20 })),
        2,
      )),
    ];
  } finally {
    await database.close();
  }
}

const source = (name: string, bytes: Uint8Array): ImportSource => ({
  name,
  bytes: bytes.length,
  async *open() {
    for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
  },
});

/** What names the meter in the files. */
const meterName = 'vB4nR8yK1mHc';

async function importSpeed(
  database: BenchDatabase,
  name: string,
  { file, text }: { readonly file: string; readonly text: string },
): Promise<BenchRow[]> {
  const byCpu: number[] = [];
  const byClock: number[] = [];
  const bytes = Buffer.byteLength(text);
  for (let round = 0; round < 5; round++) {
    // Another meter each time, by a name of the same length.
    const content = Buffer.from(text.replaceAll(meterName, `${round}${meterName.slice(1)}`));
    const { cpuMs, wallMs } = await taking(database, async () => {
      const receipt = await importFile(
        { db: database.db, clock },
        {
          utility: database.utility,
          source: source(file, content),
          customerKey: `${name} ${round}`,
        },
      );
      if (receipt.readings.created !== 35_040)
        throw new Error(`${file}: ${receipt.readings.created} readings were imported: ${receipt.error}`);
    });
    byCpu.push(bytes / cpuMs / 1000);
    byClock.push(bytes / wallMs / 1000);
  }
  return [
    { name: `import of ${name}: file bytes a second of CPU`, value: median(byCpu), unit: 'MB/s' },
    { name: `import of ${name}: file bytes a second by the clock`, value: median(byClock), unit: 'MB/s' },
    {
      name: `import of ${name}: readings a second of CPU`,
      value: (median(byCpu) * 35_040) / (bytes / 1e6) / 1000,
      unit: 'k/s',
    },
  ];
}

/** Whole files of a meter-year, read twice as an import does, checked, packed and stored. */
export async function benchImport(): Promise<BenchRow[]> {
  const database = await openBenchDatabase();
  if (database === undefined) return [skipped('import', 'no PostgreSQL answers')];
  try {
    const year = createMeterYear({ step: 900, withCost: true, withQuality: true, blocks: 'daily' });
    const pieces: Buffer[] = [];
    for await (const piece of writeFeed(year.head, year.entries, plainStyle)) pieces.push(Buffer.from(piece));
    const lines = year.readings.map(
      ({ start, duration, value = 0, cost = 0 }) =>
        `${meterName},${new Date(start * 1000).toISOString()},${duration},${(value / 1000).toFixed(3)},kWh,${(cost / 100_000).toFixed(5)},17`,
    );
    const csv = ['meter,start,duration,value,unit,cost,quality', ...lines, ''].join('\n');
    return [
      ...(await importSpeed(database, 'XML', { file: 'year.xml', text: Buffer.concat(pieces).toString() })),
      ...(await importSpeed(database, 'CSV', { file: 'year.csv', text: csv })),
    ];
  } finally {
    await database.close();
  }
}
