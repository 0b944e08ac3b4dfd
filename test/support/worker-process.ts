import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { LargeFeedSettings } from '../../src/services/large-feed/settings.ts';

/** What a worker in a process of its own is told. */
export interface WorkerSettings {
  readonly databaseUrl: string;
  readonly publicUrl: string;
  readonly largeFeeds: LargeFeedSettings;
  /** How long it holds a job without saying that it lives. */
  readonly leaseMs: number;
  /** How far its clock is ahead of that of the machine. */
  readonly aheadMs: number;
}

/** A worker in a process of its own. */
export interface WorkerProcess {
  /** What went wrong in it. */
  readonly errors: readonly unknown[];
  /** Halts it where it is, as a machine does that swaps, and lets it go on. */
  readonly halt: () => void;
  readonly goOn: () => void;
  /** SIGKILL: it ends where it is. */
  readonly kill: () => Promise<void>;
}

const program = fileURLToPath(new URL('feed-worker.ts', import.meta.url));

/** Starts a worker that writes feeds, and waits until it looks for work. */
export async function startFeedWorker(settings: WorkerSettings): Promise<WorkerProcess> {
  const loader = new URL('../../bin/typescript.js', import.meta.url).href;
  const child = fork(program, {
    execArgv: ['--import', loader],
    env: { PATH: process.env.PATH, WORKER_SETTINGS: JSON.stringify(settings) },
  });
  const gone = once(child, 'exit');
  const errors: unknown[] = [];
  const [first] = await Promise.race([
    once(child, 'message'),
    gone.then(([code]) => {
      throw new Error(`The worker ended with ${code}`);
    }),
  ]);
  if (first !== 'works') throw new Error(`The worker says ${JSON.stringify(first)}`);
  child.on('message', (error) => errors.push(error));
  return {
    errors,
    halt: () => child.kill('SIGSTOP'),
    goOn: () => child.kill('SIGCONT'),
    kill: async () => {
      child.kill('SIGKILL');
      await gone;
    },
  };
}
