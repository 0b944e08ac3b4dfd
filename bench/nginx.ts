import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createClient, manyTimes } from './http-client.ts';
import { atLeast, type BenchRow, median, skipped } from './measure.ts';
import { processCpuMs } from './postgres-cpu.ts';

const name = 'a finished 202 file ÷ nginx serving the same .gz';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** CPU of nginx with one worker, master and worker together. */
function nginxCpuMs(master: number): number {
  const children = readFileSync(`/proc/${master}/task/${master}/children`, 'utf8').trim().split(' ');
  return [master, ...children.map(Number)].reduce((sum, pid) => sum + (processCpuMs(pid) ?? 0), 0);
}

async function measure(member: Uint8Array, folder: string): Promise<number> {
  writeFileSync(join(folder, 'feed.gz'), member);
  const port = await freePort();
  const config = join(folder, 'nginx.conf');
  writeFileSync(
    config,
    `daemon off; worker_processes 1; pid ${folder}/pid; error_log ${folder}/error.log;
     events {} http { access_log off; sendfile on; client_body_temp_path ${folder}/a; proxy_temp_path ${folder}/b;
       fastcgi_temp_path ${folder}/c; uwsgi_temp_path ${folder}/d; scgi_temp_path ${folder}/e;
       server { listen 127.0.0.1:${port}; root ${folder}; } }`,
  );
  const nginx = spawn('nginx', ['-c', config, '-p', folder, '-e', join(folder, 'error.log')], {
    stdio: 'ignore',
  });
  const client = createClient(port);
  try {
    await delay(1000);
    const ask = async (): Promise<void> => {
      const { status, bytes } = await client.get('/feed.gz');
      if (status !== 200 || bytes !== member.length) throw new Error(`nginx answered with ${status}`);
    };
    await manyTimes(20, 4, ask);
    const taken: number[] = [];
    for (let round = 0; round < 5; round++) {
      const before = nginxCpuMs(nginx.pid ?? 0);
      await manyTimes(200, 4, ask);
      taken.push((nginxCpuMs(nginx.pid ?? 0) - before) / 200);
    }
    return median(taken);
  } finally {
    client.close();
    nginx.kill('SIGTERM');
  }
}

/**
 * The CPU of nginx for a file, by that of ours.
 *
 * @param oursMs CPU of the program for one answer.
 */
export async function benchNginx(member: Uint8Array, oursMs: number): Promise<BenchRow[]> {
  if (spawnSync('nginx', ['-v']).error !== undefined) return [skipped(name, 'nginx is not installed')];
  const folder = mkdtempSync(join(tmpdir(), 'meterhouse-bench-'));
  try {
    // The worker runs as another user and must get in.
    execFileSync('chmod', ['755', folder]);
    return [atLeast(name, (await measure(member, folder)) / oursMs, 'ratio', 0.25)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
