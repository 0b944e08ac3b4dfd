import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
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

/** What a program makes of the member as its input. */
function run(command: string, args: readonly string[]): Buffer {
  const { stdout, status, stderr } = spawnSync(command, args, { input: member, maxBuffer: 2 ** 28 });
  expect([status, stderr.toString()]).toEqual([0, '']);
  return stdout;
}

const isInstalled = (command: string): boolean =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, command)));

/** Serves the member as a compressed answer while something is done with its address. */
async function serveMember(work: (url: string) => Promise<void>): Promise<void> {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(member);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
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
    await serveMember(async (url) => {
      const answer = await fetch(url);
      expect(Buffer.from(await answer.arrayBuffer()).equals(text)).toBe(true);
    });
  });

  it('curl --compressed', async ({ skip }) => {
    skip(!isInstalled('curl'), 'curl is not installed');
    await serveMember(async (url) => {
      const options = { encoding: 'buffer', maxBuffer: 2 ** 28 } as const;
      const { stdout } = await promisify(execFile)('curl', ['-sSf', '--compressed', url], options);
      expect(stdout.equals(text)).toBe(true);
    });
  });

  it.for<readonly [string, readonly string[]]>([
    ['gzip', ['-dc']],
    ['pigz', ['-dc']],
    ['busybox', ['gunzip', '-c']],
    ['perl', ['-MIO::Uncompress::Gunzip=gunzip', '-e', "gunzip '-' => '-' or die"]],
    ['python3', ['-c', 'import sys,gzip; sys.stdout.buffer.write(gzip.decompress(sys.stdin.buffer.read()))']],
    [
      'python3',
      [
        '-c',
        // Reads one member only, as several clients do: what follows it would be lost.
        'import sys,zlib; d=zlib.decompressobj(31); b=d.decompress(sys.stdin.buffer.read()); assert d.eof and not d.unused_data; sys.stdout.buffer.write(b)',
      ],
    ],
  ])('%s %j', ([command, args], { skip }) => {
    skip(!isInstalled(command), `${command} is not installed`);
    expect(run(command, args).equals(text)).toBe(true);
  });
});
