import { gunzipSync } from 'node:zlib';
import { fullScope } from '../src/espi/scope.ts';
import { gunzipProcessMs } from './deflate.ts';
import { createClient, manyTimes } from './http-client.ts';
import { atLeast, atMost, type BenchRow, median, skipped } from './measure.ts';
import { createMeterYear } from './meter-year.ts';
import { postgresCpuMs } from './postgres-cpu.ts';
import { feedFromRows, writeRows } from './row-per-reading.ts';
import { type BenchHouse, type ChildServer, openBenchHouse, startChild } from './server.ts';

const rounds = 5;
/** Feeds of a round: CPU is counted in hundredths of a second. */
const times = 40;
/** A server has answered for days: the first feeds, which are compiled while they are written, are not counted. */
const warmUp = 160;

/** CPU that a work takes in a server and its database, per time: median of rounds. */
async function wholeCpu(
  house: BenchHouse,
  program: () => number,
  work: () => Promise<unknown>,
  counts = { times, warmUp },
): Promise<number> {
  await manyTimes(counts.warmUp, 1, work);
  const taken: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const before = program() + ((await postgresCpuMs(house.db)) ?? 0);
    await manyTimes(counts.times, 1, work);
    taken.push((program() + ((await postgresCpuMs(house.db)) ?? 0) - before) / counts.times);
  }
  return median(taken);
}

const ownCpu = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

async function measureBlocks(
  house: BenchHouse,
  server: ChildServer,
  { name, scope, rowsPerBlock, least }: { name: string; scope: string; rowsPerBlock: number; least: number },
): Promise<BenchRow[]> {
  const { batchPath, token } = await house.reader(['bench/0'], scope);
  const client = createClient(server.port, token);
  try {
    const gzip = { 'accept-encoding': 'gzip' };
    const answer = await client.get(batchPath, gzip, true);
    const readings = gunzipSync(answer.body).toString('latin1').split('<IntervalReading>').length - 1;
    if (answer.status !== 200 || readings !== 35_040)
      throw new Error(`The batch was answered with ${answer.status} and ${readings} readings`);
    const feed = await wholeCpu(house, server.cpuMs, () => client.get(batchPath, gzip));
    const rows = await wholeCpu(house, ownCpu, () => feedFromRows(house.db, rowsPerBlock), {
      times: 5,
      warmUp: 20,
    });
    const gunzip = gunzipProcessMs(answer.body);
    return [
      { name: `${name}: whole path, server + database + HTTP`, value: feed, unit: 'ms' },
      gunzip === undefined
        ? skipped(`${name}: feed ÷ gzip -dc`, 'gzip is not installed')
        : atMost(`${name}: feed, server + database + HTTP ÷ gzip -dc`, feed / gunzip, 'ratio', 1),
      atLeast(`${name}: row per reading + template strings + gzip -6 ÷ feed`, rows / feed, 'ratio', least),
    ];
  } finally {
    client.close();
  }
}

/** A meter-year from the database to the socket, against gunzip and against the usual way. */
export async function benchFeed(): Promise<BenchRow[]> {
  const house = await openBenchHouse();
  if (house === undefined) return [skipped('feed from PostgreSQL', 'no PostgreSQL answers')];
  const server = await startChild('serve-child.ts', { BENCH_DATABASE_URL: house.url });
  try {
    const { readings } = createMeterYear({ step: 900, withCost: true, withQuality: true, blocks: 'daily' });
    await writeRows(house.db, readings);
    return [
      ...(await measureBlocks(house, server, {
        name: 'meter-year, daily blocks',
        scope: fullScope,
        rowsPerBlock: 96,
        least: 10,
      })),
      ...(await measureBlocks(house, server, {
        name: 'meter-year, monthly blocks',
        scope: `${fullScope};BlockDuration=monthly`,
        rowsPerBlock: 2976,
        least: 20,
      })),
    ];
  } finally {
    await server.stop();
    await house.close();
  }
}
