import { type DataKind, dataKindsOf } from '../../espi/function-blocks.ts';
import { parseScope } from '../../espi/scope.ts';
import type { Clock } from '../../platform/clock.ts';
import { listGrantedMeterRows } from '../../storage/customer-meters.ts';
import type { Queryable } from '../../storage/database.ts';
import type { GrantParty, GrantRow } from '../../storage/grants.ts';
import { type CustomerMeter, describeMeter } from './customer-meters.ts';
import { readKinds } from './read-kinds.ts';

/** How far back data may be read. Instants are milliseconds. */
type GrantHistory =
  | { readonly kind: 'none' }
  | { readonly kind: 'months'; readonly months: number }
  | { readonly kind: 'since'; readonly at: number }
  | { readonly kind: 'all' };

/** When sharing ends. */
type GrantEnd = { readonly kind: 'once' | 'until'; readonly at: number } | { readonly kind: 'until_stopped' };

/** What a customer shares with a third party, in plain data. */
export interface GrantRecord {
  readonly uid: string;
  readonly party: GrantParty;
  readonly meters: readonly CustomerMeter[];
  readonly dataKinds: readonly DataKind[];
  readonly history: GrantHistory;
  readonly since: number;
  readonly until: GrantEnd;
  /** What was read is empty when it was nothing of these kinds, such as a list of meters. */
  readonly lastRead?: { readonly at: number; readonly dataKinds: readonly DataKind[] };
  readonly ended?: { readonly at: number; readonly cause: NonNullable<GrantRow['endCause']> };
}

const secondsPerMonth = 30.4375 * 86_400;

function historyOf({ dataStart, start }: GrantRow): GrantHistory {
  if (dataStart === null) return { kind: 'all' };
  if (dataStart >= start) return { kind: 'none' };
  const months = Math.round((start - dataStart) / secondsPerMonth);
  // A whole number of months, give or take the days that months differ by.
  return Math.abs((start - dataStart) / secondsPerMonth - months) < 0.12 && months > 0
    ? { kind: 'months', months }
    : { kind: 'since', at: dataStart * 1000 };
}

function endOf({ duration, end }: GrantRow): GrantEnd {
  if (end === null) return { kind: 'until_stopped' };
  // An end at midnight belongs to the day before: the last instant is what a date is written of.
  return duration === 'once' ? { kind: 'once', at: end * 1000 } : { kind: 'until', at: end * 1000 - 1 };
}

function endedOf(row: GrantRow, now: number): GrantRecord['ended'] {
  if (row.ended !== null) return { at: row.ended, cause: row.endCause ?? 'operator' };
  // Its time is over, and the job that says so has not come by yet.
  if (row.end !== null && row.end * 1000 <= now) return { at: row.end * 1000, cause: 'expired' };
  return undefined;
}

/** Puts together what a customer shares, from the row of the Authorization. */
export async function grantRecord(
  { db, clock }: { readonly db: Queryable; readonly clock: Clock },
  row: GrantRow,
): Promise<GrantRecord> {
  const now = clock.now();
  const meters = await listGrantedMeterRows(db, row.id);
  const ended = endedOf(row, now);
  const shared = dataKindsOf(parseScope(row.scope));
  return {
    uid: row.uid,
    party: row.party,
    meters: meters.map((meter) => describeMeter(meter, { now })),
    dataKinds: [...shared],
    history: historyOf(row),
    since: row.start * 1000,
    until: endOf(row),
    ...(row.lastRead === null
      ? {}
      : { lastRead: { at: row.lastRead, dataKinds: readKinds(row.lastReadKinds, shared) } }),
    ...(ended === undefined ? {} : { ended }),
  };
}
