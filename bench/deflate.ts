import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { createGzipSink } from '../src/espi/deflate.ts';
import { createPlainSink } from '../src/espi/plain-sink.ts';
import { createFeed, type FeedShape, type Subject, subjects, writeWhole } from './deflate-subjects.ts';
import { gunzipProcessMs } from './gunzip-process.ts';
import { atLeast, atMost, type BenchRow, median } from './measure.ts';
import type { MeterYear } from './meter-year.ts';

const passes = 3;
const child = fileURLToPath(new URL('./deflate-child.ts', import.meta.url));

/** Milliseconds that a subject takes in a process of its own. */
function inOwnProcess(shape: FeedShape, subject: Subject): number {
  const told = JSON.stringify({ shape, subject });
  const text = execFileSync(process.execPath, [...process.execArgv, child, told], { encoding: 'utf8' });
  return Number(text);
}

/**
 * CPU of every subject: medians of several processes each, which take turns. In one process they would share the code of
 * the writer, compiled for all sinks at once, and the garbage of the others: no server writes a feed that way.
 */
function measureSubjects(shape: FeedShape): Record<Subject, number> {
  const taken = new Map<Subject, number[]>(subjects.map((subject) => [subject, []]));
  for (let pass = 0; pass < passes; pass++)
    for (const subject of subjects) taken.get(subject)?.push(inOwnProcess(shape, subject));
  const of = (subject: Subject): number => median(taken.get(subject) ?? []);
  return {
    direct: of('direct'),
    gunzip: of('gunzip'),
    plain: of('plain'),
    gzip6: of('gzip6'),
    templates: of('templates'),
  };
}

async function measureYear(name: string, year: MeterYear): Promise<BenchRow[]> {
  const feed = createFeed(year);
  const text = await writeWhole(feed, createPlainSink());
  const member = await writeWhole(feed, createGzipSink());
  if (!gunzipSync(member).equals(text)) throw new Error(`${name}: the gzip member is not the text`);
  const gzipped = gzipSync(text, { level: 6 });
  const cpu = measureSubjects(year);
  const process = gunzipProcessMs(member);
  return [
    { name: `${name}: direct gzip writer`, value: cpu.direct, unit: 'ms' },
    { name: `${name}: plain bytes`, value: cpu.plain, unit: 'ms' },
    atMost(`${name}: writer ÷ node:zlib gunzip`, cpu.direct / cpu.gunzip, 'ratio', 1),
    ...(process === undefined
      ? []
      : [atMost(`${name}: writer ÷ gzip -dc`, cpu.direct / process, 'ratio', 1)]),
    atLeast(`${name}: buffer + gzip -6 ÷ writer`, cpu.gzip6 / cpu.direct, 'ratio', 5),
    {
      name: `${name}: template strings + gzip -6 ÷ writer`,
      value: cpu.templates / cpu.direct,
      unit: 'ratio',
    },
    atMost(`${name}: size ÷ gzip -6`, member.length / gzipped.length, 'ratio', 1.05),
  ];
}

/** What each meter takes in a file of many meters, where its block has one reading: the entries themselves. */
async function measureMeters(meters: number): Promise<BenchRow[]> {
  const shape = { meters, readings: 1 };
  const feed = createFeed(shape);
  const text = await writeWhole(feed, createPlainSink());
  const member = await writeWhole(feed, createGzipSink());
  if (!gunzipSync(member).equals(text)) throw new Error('many meters: the gzip member is not the text');
  const times = Array.from({ length: passes }, () => inOwnProcess(shape, 'direct'));
  const name = `${meters} meters, three entries each`;
  return [
    { name: `${name}: direct gzip writer, a meter`, value: (median(times) * 1000) / meters, unit: 'µs' },
    atMost(`${name}: size ÷ gzip -6`, member.length / gzipSync(text, { level: 6 }).length, 'ratio', 1.05),
  ];
}

const quarterHours = { step: 900 } as const;

/** The gzip writer against gunzip and against the other ways of making the same feed: a year of one meter. */
export async function benchDeflate(): Promise<BenchRow[]> {
  const both = { withCost: true, withQuality: true };
  const values = { withCost: false, withQuality: false };
  return [
    ...(await measureYear('daily blocks, cost and quality', { ...quarterHours, blocks: 'daily', ...both })),
    ...(await measureYear('daily blocks, values only', { ...quarterHours, blocks: 'daily', ...values })),
    ...(await measureYear('monthly blocks, cost and quality', {
      ...quarterHours,
      blocks: 'monthly',
      ...both,
    })),
    ...(await measureYear('monthly blocks, values only', { ...quarterHours, blocks: 'monthly', ...values })),
    ...(await measureMeters(1000)),
  ];
}

if (process.argv[1]?.endsWith('deflate.ts')) {
  for (const { name, value, unit, goal = '', met } of await benchDeflate())
    console.log(
      `${name.padEnd(62)} ${value.toFixed(3).padStart(8)} ${unit.padEnd(6)} ${goal.padEnd(8)} ${met === undefined ? '' : met ? 'yes' : 'NO'}`,
    );
}
