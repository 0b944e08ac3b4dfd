import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Who has the embedded database open. */
export interface LockHolder {
  readonly pid: number;
  /** What it is doing, in a word: the command. */
  readonly command: string;
  /** Where it can be spoken to. */
  readonly socket: string;
}

const lockFile = (folder: string): string => join(folder, 'database.lock');
/** A takeover takes milliseconds: an older mark was left by a process that died in it. */
const takeoverMilliseconds = 10_000;

/**
 * Tells two processes of the same number apart, where the system says when a process began; otherwise empty.
 */
async function identityOf(pid: number): Promise<string> {
  try {
    const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
    // The name of the program, in parentheses, may hold blanks; the start is the 20th field after it.
    const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ').at(-1)?.split(' ') ?? [];
    return `${boot} ${fields[19] ?? ''}`;
  } catch {
    return '';
  }
}

/** Folders whose lock this process has. A lock with our number that is not among them is from an earlier life. */
const held = new Set<string>();

async function isAlive(
  folder: string,
  { pid, identity }: LockHolder & { readonly identity?: string },
): Promise<boolean> {
  if (pid === process.pid) return held.has(folder);
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return identity === undefined || identity === (await identityOf(pid));
}

async function readHolder(folder: string): Promise<LockHolder | undefined> {
  try {
    return JSON.parse(await readFile(lockFile(folder), 'utf8')) as LockHolder;
  } catch (error) {
    // Cut off when its writer died: nobody holds it.
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function createFile(path: string, text: string): Promise<boolean> {
  try {
    await writeFile(path, text, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Takes the lock of a data folder.
 *
 * @returns a living holder when there is one; otherwise undefined, and the lock is ours.
 */
export async function takeLock(folder: string, own: LockHolder): Promise<LockHolder | undefined> {
  const text = `${JSON.stringify({ ...own, identity: await identityOf(own.pid) })}\n`;
  if (await createFile(lockFile(folder), text)) {
    held.add(folder);
    return undefined;
  }
  const holder = await readHolder(folder);
  if (holder !== undefined && (await isAlive(folder, holder))) return holder;

  // The lock is stale. Only one process at a time replaces it, and it looks again before it does.
  const mark = `${lockFile(folder)}.takeover`;
  const marked = await stat(mark).catch(() => undefined);
  if (marked !== undefined && Date.now() - marked.mtimeMs > takeoverMilliseconds)
    await rm(mark, { force: true });
  if (!(await createFile(mark, text))) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    return await takeLock(folder, own);
  }
  try {
    const still = await readHolder(folder);
    if (still !== undefined && JSON.stringify(still) !== JSON.stringify(holder)) return still;
    const draft = `${lockFile(folder)}.${own.pid}`;
    await writeFile(draft, text, { mode: 0o600 });
    await rename(draft, lockFile(folder));
    held.add(folder);
    return undefined;
  } finally {
    await rm(mark, { force: true });
  }
}

/** Gives the lock back. */
export async function releaseLock(folder: string): Promise<void> {
  held.delete(folder);
  await rm(lockFile(folder), { force: true });
}
