import { chmod, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import type { Database, Transaction } from './database.ts';
import { readFrames, writeFrame } from './socket-frames.ts';
import { failureOf, type SocketRequest } from './socket-protocol.ts';

/** How long a transaction of another process may stand still before it is rolled back. */
const idleTransactionMilliseconds = 60_000;

/** A socket through which other processes of this machine's user use an open database. */
export interface DatabaseSocket {
  /** Takes no new connections, waits that long for the open ones to end, then ends them. */
  readonly close: (graceMilliseconds: number) => Promise<void>;
}

type Requests = AsyncIterator<unknown, void, undefined>;

/** What a transaction is left with when its owner rolls it back or goes away. */
class Abandoned extends Error {}

async function runIn(tx: Transaction, request: SocketRequest): Promise<readonly unknown[]> {
  if (request.op === 'query') return await tx.query(request.text, request.params);
  if (request.op === 'script') await tx.script(request.text);
  else if (request.op === 'copy') await tx.copyIn(request.input);
  else throw new RangeError(`${request.op} cannot stand here`);
  return [];
}

async function answer(socket: Socket, work: () => Promise<readonly unknown[]>): Promise<void> {
  try {
    writeFrame(socket, { rows: await work() });
  } catch (error) {
    writeFrame(socket, failureOf(error));
  }
}

/** Serves one transaction from its `begin` on. Whoever else wants the database waits meanwhile. */
async function serveTransaction(db: Database, socket: Socket, requests: Requests): Promise<void> {
  try {
    await db.transaction(async (tx) => {
      writeFrame(socket, { rows: [] });
      for (;;) {
        const stuck = setTimeout(() => socket.destroy(), idleTransactionMilliseconds);
        const next = await requests.next().finally(() => clearTimeout(stuck));
        const request = next.value as SocketRequest | undefined;
        if (request === undefined || request.op === 'rollback') throw new Abandoned();
        if (request.op === 'commit') return;
        await answer(socket, () => runIn(tx, request));
      }
    });
    writeFrame(socket, { rows: [] });
  } catch (error) {
    writeFrame(socket, error instanceof Abandoned ? { rows: [] } : failureOf(error));
  }
}

async function serveConnection(db: Database, socket: Socket): Promise<void> {
  const requests = readFrames(socket);
  for (;;) {
    const next = await requests.next();
    if (next.done === true) return;
    const request = next.value as SocketRequest;
    if (request.op === 'begin') await serveTransaction(db, socket, requests);
    else if (request.op === 'query') await answer(socket, () => db.query(request.text, request.params));
    else await answer(socket, () => Promise.reject(new RangeError(`${request.op} needs a transaction`)));
  }
}

/**
 * Opens a database to other processes through a socket that only its owner may use. Transactions of all
 * processes follow one another, as PGlite has one connection.
 */
export async function serveDatabase(db: Database, path: string): Promise<DatabaseSocket> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
    // A connection that breaks takes nothing with it but its own transaction, which was rolled back.
    serveConnection(db, socket).then(
      () => socket.end(),
      () => socket.destroy(),
    );
  });
  await rm(path, { force: true });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  if (process.platform !== 'win32') await chmod(path, 0o600);
  return {
    close: async (graceMilliseconds) => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      const impatient = setTimeout(() => {
        for (const socket of sockets) socket.destroy();
      }, graceMilliseconds);
      await closed;
      clearTimeout(impatient);
    },
  };
}
