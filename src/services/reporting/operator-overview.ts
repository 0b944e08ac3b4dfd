import type { Clock } from '../../platform/clock.ts';
import type { Queryable } from '../../storage/database.ts';
import {
  type AttentionRow,
  countUtility,
  type FirstSteps,
  findApiFigures,
  findFirstSteps,
  findReadingAge,
  listAttention,
} from '../../storage/operator-figures.ts';

const day = 86_400_000;
/** How far back the newest reading is looked for. */
const readingDays = 14;

/** How a utility stands. Times in milliseconds. */
export interface UtilityOverview {
  readonly authorizations: { readonly active: number; readonly weekChange: number };
  readonly thirdParties: { readonly live: number; readonly waiting: number };
  readonly readings: { readonly newestAt?: number; readonly fresh: number; readonly meters: number };
  readonly api: { readonly requests: number; readonly goodRatio: number; readonly p95Milliseconds: number };
  readonly attention: readonly AttentionRow[];
  /** Present until all of it is done. */
  readonly firstSteps?: FirstSteps;
}

const isoDay = (at: number): string => new Date(at).toISOString().slice(0, 10);

async function readingFigures(
  { db, clock }: { readonly db: Queryable; readonly clock: Clock },
  { utilityId, freshnessHours }: { readonly utilityId: number; readonly freshnessHours: number },
): Promise<{ readonly newestAt?: number; readonly fresh: number }> {
  const now = clock.now();
  // A day is fresh when a reading of it can be: the day before today, and the hours that data may take.
  const sinceDay = isoDay(now - day - freshnessHours * 3_600_000);
  const recent = await findReadingAge(db, { utilityId, sinceDay });
  if (recent.newest !== null) return { newestAt: recent.newest * 1000, fresh: recent.fresh };
  const older = await findReadingAge(db, { utilityId, sinceDay: isoDay(now - readingDays * day) });
  return { fresh: 0, ...(older.newest === null ? {} : { newestAt: older.newest * 1000 }) };
}

/** How a utility stands, and what waits for its people. */
export async function utilityOverview(
  context: { readonly db: Queryable; readonly clock: Clock },
  { utilityId, freshnessHours }: { readonly utilityId: number; readonly freshnessHours: number },
): Promise<UtilityOverview> {
  const { db, clock } = context;
  const now = clock.now();
  const counts = await countUtility(db, { utilityId, now, weekAgo: now - 7 * day });
  const readings = await readingFigures(context, { utilityId, freshnessHours });
  const api = await findApiFigures(db, { utilityId, since: now - day });
  const firstSteps = await findFirstSteps(db, utilityId);
  return {
    authorizations: { active: counts.active, weekChange: counts.active - counts.activeWeekAgo },
    thirdParties: { live: counts.live, waiting: counts.waiting },
    readings: { ...readings, meters: counts.meters },
    api: {
      requests: api.requests,
      goodRatio: api.requests === 0 ? 1 : api.good / api.requests,
      p95Milliseconds: api.p95 ?? 0,
    },
    attention: await listAttention(db, { utilityId, now }),
    ...(Object.values(firstSteps).every(Boolean) ? {} : { firstSteps }),
  };
}
