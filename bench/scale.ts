import { writeBatch } from '../src/services/ingest/write-batch.ts';
import { rewriteClosedMonths } from '../src/services/maintenance/rewrite-closed-months.ts';
import { everyRow } from '../src/storage/row-range.ts';
import { countBlocks, listBlocks } from '../src/storage/subscription-blocks.ts';
import { openBenchDatabase } from './database.ts';
import { type BenchRow, median, skipped } from './measure.ts';
import { daysBatch, metersBatch } from './nightly-batch.ts';
import { startPostgresCpu } from './postgres-cpu.ts';

const meters = Number(process.env.BENCH_METERS ?? 20_000);
const days = Number(process.env.BENCH_DAYS ?? 30);
const perBatch = 5000;
const mostSeconds = Number(process.env.BENCH_SECONDS ?? 170);

/**
 * A month of many meters, night by night, and what reading it costs: the run that docs/operations.md computes from. It
 * stops after three minutes, or `BENCH_SECONDS`, and says how far it came.
 */
export async function benchScale(): Promise<BenchRow[]> {
  const database = await openBenchDatabase();
  if (database === undefined) return [skipped('scale', 'no PostgreSQL answers')];
  const { db, utility } = database;
  const clock = { now: () => Date.now() };
  const startServer = async (): Promise<() => Promise<number>> => {
    const taken = await startPostgresCpu(db);
    return async () => (await taken()) ?? Number.NaN;
  };
  try {
    const began = performance.now();
    for (let from = 0; from < meters; from += perBatch)
      await writeBatch({ db, clock }, { utility, batch: metersBatch(from, perBatch) });
    let [own, other, wall, nights] = [0, 0, 0, 0];
    for (; nights < days && performance.now() - began < mostSeconds * 1000; nights++)
      for (let from = 0; from < meters; from += perBatch) {
        const batch = daysBatch({ from, count: perBatch }, { from: nights, count: 1 });
        const [cpu, server, at] = [process.cpuUsage(), await startServer(), performance.now()];
        await writeBatch({ db, clock }, { utility, batch });
        wall += performance.now() - at;
        const { user, system } = process.cpuUsage(cpu);
        own += (user + system) / 1000;
        other += await server();
      }
    const readings = meters * nights * 96;
    const size = async (): Promise<number> => {
      const [row] = await db.query<{ bytes: number }>(
        `select sum(pg_total_relation_size(oid))::int8 as bytes from pg_class
         where relkind = 'r' and relname like 'interval\\_day\\_2026%'`,
      );
      return row?.bytes ?? 0;
    };
    const nightly = await size();
    const [server, at] = [await startServer(), performance.now()];
    await rewriteClosedMonths({ db, clock: { now: () => Date.UTC(2026, 2, 1) } });
    const rewrite = { cpu: await server(), wall: performance.now() - at };
    const read: number[] = [];
    for (let round = 0; round < 5; round++) {
      const server = await startServer();
      for (let i = 0; i < 100; i++)
        await listBlocks(db, { upId: 1 + ((i * 197) % meters), no: 0, range: everyRow, limit: 124 });
      read.push((await server()) / 100);
    }
    const upIds = Array.from({ length: 1000 }, (_, i) => 1 + i * Math.floor(meters / 1000));
    const changed = await startServer();
    await countBlocks(db, { upIds, range: everyRow });
    const note = `${meters} meters × ${nights} days, once`;
    const row = (name: string, value: number, unit: string): BenchRow => ({
      name: `scale, ${name}`,
      value,
      unit,
      note,
    });
    return [
      row('readings', readings / 1e6, 'M'),
      row('CPU of the program per million readings', own / (readings / 1e6), 'ms'),
      row('CPU of the database per million readings', other / (readings / 1e6), 'ms'),
      row('readings a second by the clock', readings / wall / 1000, 'M/s'),
      row('bytes per reading, night by night', nightly / readings, 'bytes'),
      row('bytes per reading, month rewritten', (await size()) / readings, 'bytes'),
      row('rewriting the month, CPU of the database', rewrite.cpu / 1000, 's'),
      row('rewriting the month, by the clock', rewrite.wall / 1000, 's'),
      {
        ...row('reading a meter-month, CPU of the database', median(read), 'ms'),
        note: 'median of 5 × 100 meters',
      },
      row('counting the month of 1,000 meters, CPU of the database', await changed(), 'ms'),
    ];
  } finally {
    await database.close();
  }
}
