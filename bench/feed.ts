import { gunzipSync } from 'node:zlib';
import { fullScope } from '../src/espi/scope.ts';
import type { Queryable } from '../src/storage/database.ts';
import { requireEqualFeeds } from './equal-feeds.ts';
import { openGunzipProcess } from './gunzip-process.ts';
import { createClient, manyTimes } from './http-client.ts';
import { atLeast, atMost, type BenchRow, median, skipped } from './measure.ts';
import { createMeterYear } from './meter-year.ts';
import { writeRows } from './row-per-reading.ts';
import type { RowsSpan } from './rows-blocks.ts';
import { type BenchHouse, type ChildServer, openBenchHouse, startChild } from './server.ts';
import { partsNote, type Taken, takeCpu, whole } from './whole-cpu.ts';

const rounds = 7;
/**
 * Feeds of each side in a round: more than half a second of either, because CPU is counted in hundredths of a second.
 */
const ourFeeds = 50;
const usualFeeds = 8;
const leastFeeds = 50;
/**
 * Rounds of both kinds of blocks before those that are counted: a server has answered for days, and what V8 takes to
 * compile, once more when the other kind comes, is not to count.
 */
const warmUpRounds = 6;

/** One of the servers that are compared, and a feed of it. */
interface Side {
  readonly feed: () => Promise<Buffer>;
  /** Asks for feeds without keeping them. */
  readonly ask: (times: number) => Promise<void>;
  readonly cpuMs: () => number;
  readonly close: () => void;
}

function openSide({ port, cpuMs }: ChildServer, path: string, token: string): Side {
  const client = createClient(port, token);
  const gzip = { 'accept-encoding': 'gzip' };
  return {
    feed: async () => {
      const { status, headers, body } = await client.get(path, gzip, true);
      if (status !== 200 || headers['content-encoding'] !== 'gzip')
        throw new Error(`A feed was answered with ${status}, encoding ${headers['content-encoding']}`);
      return body;
    },
    ask: (times) => manyTimes(times, 1, () => client.get(path, gzip)),
    cpuMs,
    close: client.close,
  };
}

/** What all took in one round. */
interface Round {
  readonly ours: Taken;
  readonly usual: Taken;
  readonly least: Taken;
  readonly gunzip: number | undefined;
}

/** What is measured with one kind of block. */
interface Subject {
  readonly name: string;
  /** How many times less than the usual way is asked for. */
  readonly goal: number;
  readonly ours: Side;
  readonly usual: Side;
  /** Statements and bytes alone. */
  readonly least: Side;
  /** Our feed as it was sent. */
  readonly member: Buffer;
}

/** Lets all sides and `gzip -dc` take turns. */
async function playRounds(db: Queryable, { ours, usual, least, member }: Subject): Promise<Round[]> {
  const gunzip = openGunzipProcess(member);
  try {
    const played: Round[] = [];
    for (let round = 0; round < rounds; round++)
      played.push({
        ours: await takeCpu(db, ours.cpuMs, () => ours.ask(ourFeeds), ourFeeds),
        usual: await takeCpu(db, usual.cpuMs, () => usual.ask(usualFeeds), usualFeeds),
        least: await takeCpu(db, least.cpuMs, () => least.ask(leastFeeds), leastFeeds),
        gunzip: gunzip?.cpuMs(),
      });
    return played;
  } finally {
    gunzip?.close();
  }
}

/** The two feeds are the same, and all that was stored; returns ours as it was sent. */
async function checkFeeds(ours: Side, usual: Side): Promise<Buffer> {
  const member = await ours.feed();
  const text = gunzipSync(member).toString();
  const count = (mark: string): number => text.split(mark).length - 1;
  const [readings, bills] = [count('<IntervalReading>'), count('<UsageSummary ')];
  if (readings !== 35_040 || bills !== 12) throw new Error(`A feed has ${readings} readings, ${bills} bills`);
  requireEqualFeeds(text, gunzipSync(await usual.feed()).toString());
  return member;
}

const sideRow = (name: string, taken: readonly Taken[]): BenchRow => ({
  name,
  value: median(taken.map(whole)),
  unit: 'ms',
  note: partsNote(taken),
});

/** The rows of one kind of block: of each ratio the median of the rounds'. */
function rowsOf({ name, goal }: Subject, played: readonly Round[]): BenchRow[] {
  const ratios = played.flatMap(({ ours, gunzip }) => (gunzip === undefined ? [] : [whole(ours) / gunzip]));
  const usual = median(played.map((round) => whole(round.usual) / whole(round.ours)));
  return [
    sideRow(
      `${name}: whole path, server + database + HTTP`,
      played.map(({ ours }) => ours),
    ),
    sideRow(
      `${name}: the usual way, server + database + HTTP`,
      played.map((round) => round.usual),
    ),
    sideRow(
      `${name}: its statements and its bytes alone`,
      played.map((round) => round.least),
    ),
    ratios.length === 0
      ? skipped(`${name}: feed ÷ gzip -dc`, 'gzip is not installed')
      : atMost(`${name}: feed, server + database + HTTP ÷ gzip -dc`, median(ratios), 'ratio', 1),
    atLeast(`${name}: row per reading + template strings + gzip -6 ÷ feed`, usual, 'ratio', goal),
  ];
}

interface Servers {
  readonly ours: ChildServer;
  readonly usual: ChildServer;
  readonly least: ChildServer;
}

async function openSubject(
  house: BenchHouse,
  servers: Servers,
  { blocks, scope, goal }: { blocks: RowsSpan; scope: string; goal: number },
): Promise<Subject> {
  const { batchPath, token } = await house.reader(['bench/0'], scope);
  const ours = openSide(servers.ours, batchPath, token);
  const usual = openSide(servers.usual, `${batchPath}?blocks=${blocks}`, token);
  const least = openSide(servers.least, batchPath, token);
  const member = await checkFeeds(ours, usual);
  if ((await least.feed()).length !== member.length) throw new Error('The least is not what our feed is');
  return { name: `meter-year, ${blocks} blocks`, goal, ours, usual, least, member };
}

async function measureHouse(house: BenchHouse, servers: Servers): Promise<BenchRow[]> {
  const monthly = `${fullScope};BlockDuration=monthly`;
  const subjects = [
    await openSubject(house, servers, { blocks: 'daily', scope: fullScope, goal: 10 }),
    await openSubject(house, servers, { blocks: 'monthly', scope: monthly, goal: 20 }),
  ];
  for (let round = 0; round < warmUpRounds; round++)
    for (const { ours, usual, least } of subjects) {
      await ours.ask(ourFeeds);
      await usual.ask(usualFeeds);
      await least.ask(leastFeeds);
    }
  const rows: BenchRow[] = [];
  for (const subject of subjects) rows.push(...rowsOf(subject, await playRounds(house.db, subject)));
  for (const side of subjects.flatMap(({ ours, usual, least }) => [ours, usual, least])) side.close();
  return rows;
}

/** A meter-year from the database to the socket, against gunzip and against the usual way, which does the same. */
export async function benchFeed(): Promise<BenchRow[]> {
  const house = await openBenchHouse();
  if (house === undefined) return [skipped('feed from PostgreSQL', 'no PostgreSQL answers')];
  const started: ChildServer[] = [];
  const start = async (file: string): Promise<ChildServer> => {
    const server = await startChild(file, { BENCH_DATABASE_URL: house.url });
    started.push(server);
    return server;
  };
  try {
    const { readings } = createMeterYear({ step: 900, withCost: true, withQuality: true, blocks: 'daily' });
    const [stamp] = await house.db.query<{ updated: number }>(
      'select max(updated) as updated from interval_day',
    );
    await writeRows(house.db, readings, stamp?.updated ?? 0);
    return await measureHouse(house, {
      ours: await start('serve-child.ts'),
      usual: await start('rows-child.ts'),
      least: await start('least-child.ts'),
    });
  } finally {
    for (const server of started) await server.stop();
    await house.close();
  }
}
