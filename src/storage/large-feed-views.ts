import type { Queryable } from './database.ts';

/** A large feed in a list of its third party or of the operator. Times in milliseconds. */
export interface LargeFeedView {
  readonly uid: string;
  readonly uri: string;
  readonly clientUid: string;
  /** Null for bulk feeds. */
  readonly authorizationUid: string | null;
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
}

/** Large feeds of a utility, or of one of its third parties, that are not over: newest first, a page at a time. */
export async function listLargeFeedViews(
  db: Queryable,
  input: {
    readonly utilityId: number;
    readonly clientId?: number | undefined;
    readonly now: number;
    readonly limit: number;
    readonly offset: number;
  },
): Promise<LargeFeedView[]> {
  return await db.query<LargeFeedView>(
    `select f.uid, f.uri, c.uid as "clientUid", a.uid as "authorizationUid", f.state, f.readings, f.entries,
       f.entries_done as "entriesDone", f.parts, f.bytes, f.created, f.ready, f.expires, f.last_read as "lastRead",
       f.attempt, j.last_error as error
     from large_feed f
       join client c on c.id = f.client_id
       left join "authorization" a on a.id = f.authorization_id
       left join job j on j.key = 'build-feed:' || f.id
     where f.utility_id = $1 and ($2::int8 is null or f.client_id = $2) and f.expires > $3
     order by f.id desc limit $4 offset $5`,
    [input.utilityId, input.clientId ?? null, input.now, input.limit, input.offset],
  );
}
