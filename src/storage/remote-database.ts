import { connect, type Socket } from 'node:net';
import { AppError } from '../platform/errors.ts';
import type { Database, Row, Transaction } from './database.ts';
import { readFrames, writeFrame } from './socket-frames.ts';
import type { SocketAnswer, SocketRequest } from './socket-protocol.ts';

/** One connection: requests are answered in their order. */
interface Line {
  readonly ask: (request: SocketRequest) => Promise<unknown[]>;
  readonly end: () => void;
}

/** Connects; undefined when nobody listens there. */
async function openSocket(path: string): Promise<Socket | undefined> {
  return await new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => resolve(socket));
    socket.once('error', () => resolve(undefined));
  });
}

function lineOver(socket: Socket): Line {
  const answers = readFrames(socket);
  let last: Promise<unknown> = Promise.resolve();
  const askNow = async (request: SocketRequest): Promise<unknown[]> => {
    writeFrame(socket, request);
    const next = await answers.next().catch(() => undefined);
    const answer = next?.value as SocketAnswer | undefined;
    if (answer === undefined)
      throw new AppError(
        'unavailable',
        'The process that has the database open went away in the middle. Run the command again.',
      );
    if ('failure' in answer)
      throw Object.assign(new Error(answer.failure.message), { code: answer.failure.code });
    return answer.rows as unknown[];
  };
  socket.on('error', () => socket.destroy());
  return {
    ask: (request) => {
      const asked = last.then(() => askNow(request));
      last = asked.catch(() => undefined);
      return asked;
    },
    end: () => socket.end(),
  };
}

const transactionOver = ({ ask }: Line): Transaction => ({
  query: async <R = Row>(text: string, params: readonly unknown[] = []) =>
    (await ask({ op: 'query', text, params })) as R[],
  script: async (text) => {
    await ask({ op: 'script', text });
  },
  copyIn: async (input) => {
    await ask({ op: 'copy', input });
  },
});

/**
 * The embedded database that another process of this machine has open, through its socket; undefined when
 * nobody answers there. Each transaction has a connection of its own.
 */
export async function connectDatabase(path: string, location: string): Promise<Database | undefined> {
  const first = await openSocket(path);
  if (first === undefined) return undefined;
  const line = lineOver(first);
  return {
    kind: 'pglite',
    location,
    query: transactionOver(line).query,
    transaction: async (work) => {
      const socket = await openSocket(path);
      if (socket === undefined)
        throw new AppError(
          'unavailable',
          'The process that had the database open has ended. Run the command again.',
        );
      const own = lineOver(socket);
      try {
        await own.ask({ op: 'begin' });
        const result = await work(transactionOver(own)).catch(async (error: unknown) => {
          await own.ask({ op: 'rollback' }).catch(() => undefined);
          throw error;
        });
        await own.ask({ op: 'commit' });
        return result;
      } finally {
        own.end();
      }
    },
    close: async () => line.end(),
  };
}
