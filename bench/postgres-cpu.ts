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

/**
 * Milliseconds of CPU that the server's processes of this database have taken so far; undefined when the server does
 * not run on this machine. Connections must stay open between two calls, or what they took is lost.
 */
export async function postgresCpuMs(db: Queryable): Promise<number | undefined> {
  const rows = await db.query<{ pid: number }>(
    "select pid from pg_stat_activity where datname = current_database() and backend_type = 'client backend'",
  );
  let sum = 0;
  for (const { pid } of rows) {
    const ms = processCpuMs(pid);
    if (ms === undefined) return undefined;
    sum += ms;
  }
  return sum;
}
