import { gunzipSync, gzipSync } from 'node:zlib';
import { createGzipSink } from '../src/espi/deflate.ts';
import { createPlainSink } from '../src/espi/plain-sink.ts';
import { createFeed, type Subject, subjects, writeWhole } from './deflate-subjects.ts';
import { playTurns } from './deflate-turns.ts';
import { gunzipProcessMs } from './gunzip-process.ts';
import type { ManyMeters } from './many-meters.ts';
import { atLeast, atMost, type BenchRow, median } from './measure.ts';
import type { MeterYear } from './meter-year.ts';

const rounds = 15;

async function measureYear(name: string, year: MeterYear): Promise<BenchRow[]> {
  const feed = createFeed(year);
  const text = await writeWhole(feed, createPlainSink());
  const member = await writeWhole(feed, createGzipSink());
  if (!gunzipSync(member).equals(text)) throw new Error(`${name}: the gzip member is not the text`);
  const gzipped = gzipSync(text, { level: 6 });
  const played = await playTurns(year, subjects, rounds);
  const ms = (subject: Subject): number => median(played.map((taken) => taken[subject]));
  /** The median of what the rounds give: their sides ran within a tenth of a second. */
  const ratio = (one: Subject, other: Subject): number =>
    median(played.map((taken) => taken[one] / taken[other]));
  const process = gunzipProcessMs(member);
  return [
    { name: `${name}: direct gzip writer`, value: ms('direct'), unit: 'ms' },
    { name: `${name}: plain bytes`, value: ms('plain'), unit: 'ms' },
    atMost(`${name}: writer ÷ node:zlib gunzip`, ratio('direct', 'gunzip'), 'ratio', 1),
    ...(process === undefined
      ? []
      : [atMost(`${name}: writer ÷ gzip -dc`, ms('direct') / process, 'ratio', 1)]),
    atLeast(`${name}: buffer + gzip -6 ÷ writer`, ratio('gzip6', 'direct'), 'ratio', 5),
    {
      name: `${name}: template strings + gzip -6 ÷ writer`,
      value: ratio('templates', 'direct'),
      unit: 'ratio',
    },
    atMost(`${name}: size ÷ gzip -6`, member.length / gzipped.length, 'ratio', 1.05),
  ];
}

/** A feed of many meters at one moment: what `updated-min` or a bulk gives, without statements and without making its entries. */
async function measureMeters(name: string, shape: ManyMeters): Promise<BenchRow[]> {
  const feed = createFeed(shape);
  const text = await writeWhole(feed, createPlainSink());
  const member = await writeWhole(feed, createGzipSink());
  if (!gunzipSync(member).equals(text)) throw new Error(`${name}: the gzip member is not the text`);
  const played = await playTurns(shape, ['direct'], rounds);
  return [
    {
      name: `${name}: direct gzip writer, a meter`,
      value: (median(played.map(({ direct }) => direct)) * 1000) / shape.meters,
      unit: 'µs',
    },
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
    ...(await measureMeters('1000 meters, three entries each', { meters: 1000, readings: 1 })),
    ...(await measureMeters('1000 meters, four entries each, a day', {
      meters: 1000,
      readings: 96,
      whole: true,
    })),
  ];
}

if (process.argv[1]?.endsWith('deflate.ts')) {
  for (const { name, value, unit, goal = '', met } of await benchDeflate())
    console.log(
      `${name.padEnd(62)} ${value.toFixed(3).padStart(8)} ${unit.padEnd(6)} ${goal.padEnd(8)} ${met === undefined ? '' : met ? 'yes' : 'NO'}`,
    );
}
