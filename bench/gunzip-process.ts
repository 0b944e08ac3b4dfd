import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from './measure.ts';

/** `gzip -dc` of one file. */
interface GunzipProcess {
  /** CPU of one copy, start of the process and all: many at once, so that the start hardly counts. */
  readonly cpuMs: () => number;
  readonly close: () => void;
}

const copies = 20;

/** Writes the file that is to be decompressed; undefined when gzip is not installed. */
export function openGunzipProcess(member: Uint8Array): GunzipProcess | undefined {
  if (spawnSync('gzip', ['--version']).status !== 0) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'meterhouse-bench-'));
  const path = join(folder, 'feed.gz');
  writeFileSync(path, member);
  const command = `gzip -dc ${Array.from({ length: copies }, () => path).join(' ')} > /dev/null; times`;
  return {
    cpuMs: () => {
      // The second line of `times` is what the children took.
      const [, line = ''] = execFileSync('sh', ['-c', command], { encoding: 'utf8' }).trim().split('\n');
      const sum = [...line.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
        (ms, [, minutes, seconds]) => ms + Number(minutes) * 60_000 + Number(seconds) * 1000,
        0,
      );
      return sum / copies;
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The median of several times; undefined when gzip is not installed. */
export function gunzipProcessMs(member: Uint8Array): number | undefined {
  const gunzip = openGunzipProcess(member);
  if (gunzip === undefined) return undefined;
  try {
    return median(Array.from({ length: 5 }, gunzip.cpuMs));
  } finally {
    gunzip.close();
  }
}
