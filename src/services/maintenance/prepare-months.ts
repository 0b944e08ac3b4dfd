import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../storage/database.ts';
import { listLooseMonths, makeMonths, monthAfter } from '../../storage/interval-months.ts';
import { busyReadings } from './busy-readings.ts';

/**
 * Makes the partitions of this month and the next, so that the night of the first has nothing to make, and those of months
 * that an import could not make because of a backup: their rows lie in the default partition until then.
 *
 * @throws AppError `unavailable` while something reads for long.
 */
export async function prepareMonths({
  db,
  clock,
}: {
  readonly db: Database;
  readonly clock: Clock;
}): Promise<void> {
  const current = new Date(clock.now()).toISOString().slice(0, 7);
  // One by one: moving the rows of a month has its writers wait.
  for (const month of [...(await listLooseMonths(db)), current, monthAfter(current)])
    if (!(await makeMonths(db, [month]))) throw busyReadings(month);
}
