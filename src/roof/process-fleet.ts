import cluster, { type Worker } from 'node:cluster';
import type { Log } from '../platform/log.ts';
import { type FleetMessage, fleetMessage } from './fleet-messages.ts';

/** Several processes of this program, started again when they crash. */
export interface ProcessFleet {
  /** Resolves when all have begun to work; with the exit code of the first that ends before that. */
  readonly started: Promise<{ readonly failed: number } | undefined>;
  /** How many work. */
  readonly ready: () => number;
  /** Tells all to end and waits for them; those that do not are killed after `patienceMilliseconds`. */
  readonly stop: (patienceMilliseconds: number) => Promise<void>;
  readonly members: () => Worker[];
}

const firstWaitMilliseconds = 250;
const longestWaitMilliseconds = 30_000;
/** A process that lived so long has not crashed at its start: the wait begins anew. */
const steadyMilliseconds = 60_000;

/** How long to wait before the process is started again that has crashed so often in a row. */
export const restartWait = (crashes: number): number =>
  Math.min(longestWaitMilliseconds, firstWaitMilliseconds * 2 ** Math.min(crashes, 20));

/**
 * Starts so many processes with the command line of this one.
 *
 * @param onMessage what members say.
 */
export function startFleet(
  {
    size,
    environment,
    log,
  }: {
    readonly size: number;
    readonly environment: Readonly<Record<string, string>>;
    readonly log: Pick<Log, 'info' | 'error'>;
  },
  onMessage: (member: Worker, message: FleetMessage) => void,
): ProcessFleet {
  const ready = new Set<Worker>();
  const alive = new Set<Worker>();
  let stopping = false;
  let complete = false;
  let settle: (outcome: { readonly failed: number } | undefined) => void = () => undefined;
  const started = new Promise<{ readonly failed: number } | undefined>((resolve) => {
    settle = resolve;
  });

  const start = (crashes: number): void => {
    if (stopping) return;
    const born = performance.now();
    const member = cluster.fork(environment);
    alive.add(member);
    member.on('message', (message: unknown) => {
      const known = fleetMessage(message);
      if (known?.fleet === 'ready') {
        ready.add(member);
        log.info({ process: member.process.pid }, 'a process works');
        complete ||= ready.size === size;
        if (complete) settle(undefined);
      } else if (known !== undefined) onMessage(member, known);
    });
    // A message to a process that has just died is no fault of ours.
    member.on('error', (error) =>
      log.error({ process: member.process.pid, err: error }, 'a process cannot be reached'),
    );
    member.once('exit', (code: number | null, signal: string | null) => {
      alive.delete(member);
      ready.delete(member);
      if (stopping) return;
      if (!complete) {
        settle({ failed: code ?? 1 });
        return;
      }
      const recent = performance.now() - born < steadyMilliseconds ? crashes + 1 : 0;
      const waitMilliseconds = restartWait(recent);
      log.error(
        { process: member.process.pid, code, signal, waitMilliseconds },
        'a process ended: another is started',
      );
      setTimeout(() => start(recent), waitMilliseconds).unref();
    });
  };
  for (let i = 0; i < size; i++) start(-1);

  return {
    started,
    ready: () => ready.size,
    members: () => [...ready],
    stop: async (patienceMilliseconds) => {
      stopping = true;
      const ended = [...alive].map(
        (member) => new Promise<void>((resolve) => member.once('exit', () => resolve())),
      );
      for (const member of alive)
        if (member.isConnected()) member.send({ fleet: 'stop' } satisfies FleetMessage);
      const impatient = setTimeout(() => {
        for (const member of alive) member.process.kill('SIGKILL');
      }, patienceMilliseconds);
      await Promise.all(ended);
      clearTimeout(impatient);
    },
  };
}
