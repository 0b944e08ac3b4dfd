import { readFileSync } from 'node:fs';
import type { Queryable } from '../src/storage/database.ts';

// Linux counts CPU in hundredths of a second, whatever its own clock is.
const tickMs = 10;

/** User and system time of a process in milliseconds, out of /proc/PID/stat; undefined where there is none, or the server is elsewhere. */
export function processCpuMs(pid: number): number | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) * tickMs;
  } catch {
    return undefined;
  }
}

/** What each of the server's processes of this database has taken so far, by its id. */
async function cpuByProcess(db: Queryable): Promise<ReadonlyMap<number, number> | undefined> {
  const rows = await db.query<{ pid: number }>(
    "select pid from pg_stat_activity where datname = current_database() and backend_type = 'client backend'",
  );
  const taken = new Map<number, number>();
  for (const { pid } of rows) {
    const ms = processCpuMs(pid);
    if (ms === undefined) return undefined;
    taken.set(pid, ms);
  }
  return taken;
}

/**
 * Begins to count the milliseconds of CPU that the server's processes of this database take; the returned function tells
 * how much it was so far, undefined when the server does not run on this machine. A connection that ends meanwhile, as
 * those of a pool do that were idle for ten seconds, does not take away what it took before.
 */
export async function startPostgresCpu(db: Queryable): Promise<() => Promise<number | undefined>> {
  const before = await cpuByProcess(db);
  return async () => {
    const after = await cpuByProcess(db);
    if (before === undefined || after === undefined) return undefined;
    return [...after].reduce((sum, [pid, ms]) => sum + ms - (before.get(pid) ?? 0), 0);
  };
}
