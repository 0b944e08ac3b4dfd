import { createHash } from 'node:crypto';
import { access } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { makeDataFolder } from '../platform/data-folder.ts';
import { AppError } from '../platform/errors.ts';
import { serveDatabase } from './database-socket.ts';
import { type LockHolder, releaseLock, takeLock } from './embedded-lock.ts';
import type { OpenDatabase } from './opened-database.ts';
import { pgliteDatabase, startPglite } from './pglite.ts';
import { connectDatabase } from './remote-database.ts';

/** Longest path that every system takes for a socket. */
const maxSocketPath = 100;

/** How long a process that has the lock may take until it listens: a start with migrations. */
const patienceMilliseconds = 15_000;

/** Where processes that use a data folder meet. */
function socketPath(folder: string): string {
  const digest = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  if (process.platform === 'win32') return `\\\\.\\pipe\\meterhouse-${digest}`;
  const path = join(folder, 'database.sock');
  return path.length <= maxSocketPath ? path : join(tmpdir(), `meterhouse-${digest}.sock`);
}

const hasDatabase = (folder: string): Promise<boolean> =>
  access(join(folder, 'database', 'PG_VERSION')).then(
    () => true,
    () => false,
  );

async function joinHolder(holder: LockHolder, folder: string): Promise<OpenDatabase | undefined> {
  const location = `${folder} (through process ${holder.pid}, which has it open)`;
  const until = Date.now() + patienceMilliseconds;
  do {
    const db = await connectDatabase(holder.socket, location);
    if (db !== undefined)
      return {
        db,
        isOwner: false,
        listen: () => Promise.reject(new RangeError('Only the owner can listen')),
      };
    await new Promise((wait) => setTimeout(wait, 200));
  } while (Date.now() < until);
  return undefined;
}

/**
 * Opens the embedded database of a data folder. One process at a time has it open; others use it through that
 * process, which serves a local socket for them.
 *
 * @param mustExist does not make one that is not there.
 * @throws AppError `data_in_use` when a process has it open and does not answer; `data_unreadable` when it
 *   cannot be started; `not_found` when there must be one and is none; `invalid_config` when the folder cannot be made.
 */
export async function openEmbedded(
  dataDir: string,
  command: string,
  graceMilliseconds: number,
  mustExist = false,
): Promise<OpenDatabase> {
  const folder = resolve(dataDir);
  if (!mustExist) await makeDataFolder(folder);
  else if (!(await hasDatabase(folder)))
    throw new AppError(
      'not_found',
      `There is no database in ${folder} yet. Check DATA_DIR; meterhouse serve makes one.`,
    );
  const own = { pid: process.pid, command, socket: socketPath(folder) };
  const holder = await takeLock(folder, own);
  if (holder !== undefined) {
    const joined = await joinHolder(holder, folder);
    if (joined !== undefined) return joined;
    throw new AppError(
      'data_in_use',
      `${folder} is open in process ${holder.pid} (meterhouse ${holder.command}), which does not answer. Stop it, or wait until it has ended. If that process is something else, delete ${join(folder, 'database.lock')}.`,
    );
  }
  const pglite = await startPglite({ folder: join(folder, 'database') }).catch(async (error: unknown) => {
    await releaseLock(folder);
    throw new AppError(
      'data_unreadable',
      `The database in ${folder} cannot be started. Restore a backup, or move the folder away to begin anew.`,
      { cause: error },
    );
  });
  const db = pgliteDatabase(pglite, { location: folder, onClose: () => releaseLock(folder) });
  const socket = await serveDatabase(db, own.socket);
  return {
    db: {
      ...db,
      close: async () => {
        await socket.close(graceMilliseconds);
        await db.close();
      },
    },
    isOwner: true,
    listen: async (channel, onMessage) => await pglite.listen(channel, onMessage),
  };
}
