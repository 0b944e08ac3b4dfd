import type { Queryable } from './database.ts';

/** A large feed in a list of its third party or of the operator. Times in milliseconds. */
export interface LargeFeedView {
  readonly uid: string;
  readonly uri: string;
  readonly clientUid: string;
  readonly clientName: string;
  /** Null for bulk feeds. */
  readonly authorizationUid: string | null;
  /** Whether it is a bulk of a cut. */
  readonly bulk: boolean;
  readonly state: 'building' | 'ready';
  readonly readings: number;
  readonly entries: number;
  readonly entriesDone: number;
  readonly parts: number;
  readonly bytes: number;
  readonly created: number;
  readonly ready: number | null;
  readonly expires: number;
  readonly lastRead: number | null;
  /** How often workers began it, and why the last one failed; null when it did not. */
  readonly attempt: number;
  readonly error: string | null;
  /** Whether a worker has it in hand. */
  readonly held: boolean;
  /** When its job is due; null when it has none any more. */
  readonly due: number | null;
  /** Until when it waits for an import. */
  readonly waitsUntil: number | null;
}

/** Which large feeds: those of a utility, or of one of its third parties, that are not over. */
export interface LargeFeedSelection {
  readonly utilityId: number;
  readonly clientId?: number | undefined;
  readonly now: number;
}

const selected = 'f.utility_id = $1 and ($2::int8 is null or f.client_id = $2) and f.expires > $3';
const parametersOf = ({ utilityId, clientId, now }: LargeFeedSelection) => [utilityId, clientId ?? null, now];

/** How many they are. */
export async function countLargeFeeds(db: Queryable, selection: LargeFeedSelection): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    `select count(*)::int4 as count from large_feed f where ${selected}`,
    parametersOf(selection),
  );
  return row?.count ?? 0;
}

/** Large feeds, newest first, a page at a time. */
export async function listLargeFeedViews(
  db: Queryable,
  input: LargeFeedSelection & { readonly limit: number; readonly offset: number },
): Promise<LargeFeedView[]> {
  return await db.query<LargeFeedView>(
    `select f.uid, f.uri, c.uid as "clientUid", c.name as "clientName", a.uid as "authorizationUid",
       f.bulk_id is not null as bulk, f.state, f.readings, f.entries,
       f.entries_done as "entriesDone", f.parts, f.bytes, f.created, f.ready, f.expires, f.last_read as "lastRead",
       f.attempt, j.last_error as error, coalesce(j.locked_until > $3, false) as held, j.run_at as due,
       f.waits_until as "waitsUntil"
     from large_feed f
       join client c on c.id = f.client_id
       left join "authorization" a on a.id = f.authorization_id
       left join job j on j.key = 'build-feed:' || f.id
     where ${selected}
     order by f.id desc limit $4 offset $5`,
    [...parametersOf(input), input.limit, input.offset],
  );
}
