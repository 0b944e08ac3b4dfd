import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../storage/database.ts';
import { isDistributed } from '../../storage/distribution.ts';
import {
  canSwapMonths,
  copyMonth,
  dropMonthCopy,
  listMonths,
  type StoredMonth,
  swapMonth,
} from '../../storage/month-rewrites.ts';
import { busyReadings } from './busy-readings.ts';

/** What became of a month. */
export interface RewrittenMonth {
  /** `YYYY-MM` */
  readonly month: string;
  /** With its indexes. */
  readonly bytesBefore: number;
  readonly bytesAfter: number;
}

const dayMs = 86_400_000;
/** Most corrections of a month come in this time after its end. */
const settleDays = 10;
/** A month that late corrections have made larger than this is rewritten again. */
const worthwhileGrowth = 1.1;

const isDue = ({ bytes, rewrittenBytes }: StoredMonth): boolean =>
  rewrittenBytes === null || bytes > rewrittenBytes * worthwhileGrowth;

async function sizeOf(db: Database, month: string): Promise<number> {
  return (await listMonths(db)).find((stored) => stored.month === month)?.bytes ?? 0;
}

/**
 * Rewrites months that are over in the order of their key. During a month the readings of a night lie together, so a
 * year of one meter is spread over hundreds of pages; afterwards over a few dozen, and nothing that was overwritten
 * takes up room.
 *
 * Reading and importing go on: a month is copied beside its partition; what is written meanwhile is added to the copy
 * while importers wait for a moment, and both change places in one transaction. An interrupted rewrite changes nothing.
 * A backup or another long reader is not waited for, because everyone else would wait behind the rewrite.
 *
 * @param input.limit most months to rewrite; all that are due when it is absent.
 * @param input.everything also months that were rewritten before.
 * @throws AppError `unavailable` while something reads for long; months before that one are rewritten.
 */
export async function rewriteClosedMonths(
  { db, clock }: { readonly db: Database; readonly clock: Clock },
  input: { readonly limit?: number; readonly everything?: boolean } = {},
): Promise<RewrittenMonth[]> {
  // The shards of a distributed table are its extension's to arrange.
  if (await isDistributed(db)) return [];
  const firstOpen = new Date(clock.now() - settleDays * dayMs).toISOString().slice(0, 7);
  const due = (await listMonths(db)).filter(
    (stored) => stored.month < firstOpen && (input.everything === true || isDue(stored)),
  );
  const rewritten: RewrittenMonth[] = [];
  for (const { month, bytes } of due.slice(0, input.limit)) {
    if (!(await canSwapMonths(db))) throw busyReadings(month);
    const mark = await copyMonth(db, month);
    const outcome = await swapMonth(db, month, mark);
    if (outcome !== 'swapped') await dropMonthCopy(db, month);
    if (outcome === 'busy') throw busyReadings(month);
    if (outcome === 'differs')
      throw new Error(
        `The copy of interval_day for ${month} does not hold what the partition holds; nothing was changed`,
      );
    rewritten.push({ month, bytesBefore: bytes, bytesAfter: await sizeOf(db, month) });
  }
  return rewritten;
}
