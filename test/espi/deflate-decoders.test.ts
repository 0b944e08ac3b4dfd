import { spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Entry } from '../../src/espi/atom.ts';
import { createGzipSink } from '../../src/espi/deflate.ts';
import { packReadings } from '../../src/espi/packed-readings.ts';
import { createPlainSink } from '../../src/espi/plain-sink.ts';
import { bytesOf } from '../support/random-feeds.ts';

const start = 1_767_243_600;

/** Days of all kinds, and text of many bytes a character. */
function* entries(): Generator<Entry> {
  for (let day = 0; day < 90; day++) {
    const readings = Array.from({ length: 96 }, (_, i) => ({
      start: start + (day * 96 + i) * 900,
      duration: 900,
      value: ((day * 96 + i) * 7919) % 10 ** (1 + (day % 8)),
      ...(day % 3 === 0 ? {} : { cost: (i * 104_729) % 90_000, quality: [day % 5 === 0 ? 8 : 17] }),
    }));
    yield {
      uuid: `00000000-0000-5000-8000-${String(day).padStart(12, '0')}`,
      links: [{ rel: 'self', type: 'espi-entry/IntervalBlock', href: `https://example.org/${day}` }],
      published: day,
      updated: start * 1000,
      title: 'Zählerstände ⚡️',
      content: { block: { rows: [packReadings(readings)] } },
    };
  }
}

let text: Buffer;
let member: Buffer;
beforeAll(async () => {
  text = await bytesOf(entries(), createPlainSink());
  member = await bytesOf(entries(), createGzipSink());
});

/** Runs a program with the member as its input; undefined, with a word, where it is not installed. */
function run(command: string, args: readonly string[]): Buffer | undefined {
  const { error, stdout, status, stderr } = spawnSync(command, args, { input: member, maxBuffer: 2 ** 28 });
  if (error !== undefined && 'code' in error && error.code === 'ENOENT') {
    console.warn(`${command} is not installed: its test is skipped.`);
    return undefined;
  }
  expect([status, stderr.toString()]).toEqual([0, '']);
  return stdout;
}

describe('every decoder reads the one member', () => {
  it('node:zlib', () => {
    expect(gunzipSync(member).equals(text)).toBe(true);
  });

  it('DecompressionStream', async () => {
    const stream = new Blob([new Uint8Array(member)]).stream().pipeThrough(new DecompressionStream('gzip'));
    expect(Buffer.from(await new Response(stream).arrayBuffer()).equals(text)).toBe(true);
  });

  it('fetch', async () => {
    const server = createServer((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(member);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      expect(Buffer.from(await answer.arrayBuffer()).equals(text)).toBe(true);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  it.each([
    ['gzip', ['-dc']],
    ['pigz', ['-dc']],
    ['python3', ['-c', 'import sys,gzip; sys.stdout.buffer.write(gzip.decompress(sys.stdin.buffer.read()))']],
    [
      'python3',
      [
        '-c',
        // Reads one member only, as several clients do: what follows it would be lost.
        'import sys,zlib; d=zlib.decompressobj(31); b=d.decompress(sys.stdin.buffer.read()); assert d.eof and not d.unused_data; sys.stdout.buffer.write(b)',
      ],
    ],
  ])('%s %j', (command, args) => {
    const unpacked = run(command, args);
    if (unpacked !== undefined) expect(unpacked.equals(text)).toBe(true);
  });
});
