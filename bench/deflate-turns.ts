import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { FeedShape, Subject } from './deflate-subjects.ts';

const file = fileURLToPath(new URL('./deflate-child.ts', import.meta.url));

/** A way of making a feed, in a process of its own. */
interface Player {
  readonly subject: Subject;
  /** Milliseconds of CPU that it takes now. */
  readonly cpuMs: () => Promise<number>;
  readonly close: () => void;
}

function startPlayer(shape: FeedShape, subject: Subject): Player {
  const child: ChildProcess = spawn(
    process.execPath,
    [...process.execArgv, file, JSON.stringify({ shape, subject })],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  if (child.stdin === null || child.stdout === null) throw new Error('A child has no pipes');
  const { stdin, stdout } = child;
  const lines = createInterface(stdout)[Symbol.asyncIterator]();
  return {
    subject,
    cpuMs: async () => {
      stdin.write('\n');
      const { value, done } = await lines.next();
      if (done === true) throw new Error(`The process that measures ${subject} has ended`);
      return Number(value);
    },
    close: () => stdin.end(),
  };
}

/**
 * Milliseconds of CPU of subjects, in processes of their own that take turns: whatever the machine does falls on all of
 * them alike. In one process they would share the code of the writer, compiled for all sinks at once, and the garbage of
 * the others: no server writes a feed that way.
 */
export async function playTurns<S extends Subject>(
  shape: FeedShape,
  subjects: readonly S[],
  rounds: number,
): Promise<Record<S, number>[]> {
  const players: Player[] = [];
  try {
    for (const subject of subjects) {
      const player = startPlayer(shape, subject);
      players.push(player);
      // One after the other: what warms up takes both cores for its compiler.
      await player.cpuMs();
    }
    const played: Record<S, number>[] = [];
    for (let round = 0; round < rounds; round++) {
      const taken: [string, number][] = [];
      for (const { subject, cpuMs } of players) taken.push([subject, await cpuMs()]);
      played.push(Object.fromEntries(taken) as Record<S, number>);
    }
    return played;
  } finally {
    for (const { close } of players) close();
  }
}
