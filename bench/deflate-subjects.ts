import { gunzipSync, gzipSync } from 'node:zlib';
import { writeFeedBytes } from '../src/espi/atom-writer.ts';
import { createGzipSink } from '../src/espi/deflate.ts';
import type { FeedSink } from '../src/espi/feed-sink.ts';
import { createPlainSink } from '../src/espi/plain-sink.ts';
import { createManyMeters, type ManyMeters } from './many-meters.ts';
import type { Work } from './measure.ts';
import { createMeterYear, type MeterYear, plainStyle, type SyntheticFeed } from './meter-year.ts';
import { renderWithTemplates } from './template-strings.ts';

/** A feed that is measured. */
export type FeedShape = MeterYear | ManyMeters;

export const createFeed = (shape: FeedShape): SyntheticFeed =>
  'meters' in shape ? createManyMeters(shape) : createMeterYear(shape);

/** A feed in one piece. */
export async function writeWhole({ head, entries }: SyntheticFeed, sink: FeedSink): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of writeFeedBytes(head, [entries], plainStyle, sink)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Writes a feed whose pieces leave as they come, as to a client. */
async function stream({ head, entries }: SyntheticFeed, sink: FeedSink): Promise<number> {
  let size = 0;
  for await (const chunk of writeFeedBytes(head, [entries], plainStyle, sink)) size += chunk.length;
  return size;
}

export const subjects = ['direct', 'gunzip', 'plain', 'gzip6', 'templates'] as const;
export type Subject = (typeof subjects)[number];

/** What a subject does with a feed; its preparations are made once, before it is measured. */
export async function workOf(subject: Subject, feed: SyntheticFeed): Promise<Work> {
  if (subject === 'direct') return () => stream(feed, createGzipSink());
  if (subject === 'plain') return () => stream(feed, createPlainSink());
  if (subject === 'gzip6')
    return async () => gzipSync(await writeWhole(feed, createPlainSink()), { level: 6 });
  if (subject === 'templates') return () => gzipSync(renderWithTemplates(feed), { level: 6 });
  const member = await writeWhole(feed, createGzipSink());
  return () => gunzipSync(member);
}
