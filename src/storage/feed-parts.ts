import type { Queryable } from './database.ts';

/** A piece of a large feed that a worker has written. */
export interface FeedPart {
  readonly feedId: number;
  /** The worker's try. */
  readonly attempt: number;
  /** From 0. */
  readonly no: number;
  readonly bytes: Uint8Array;
  /** Entries that were written so far. */
  readonly entriesDone: number;
}

/** Stores a part and the progress; false when the feed is gone or another worker has begun it anew. */
export async function insertFeedPart(db: Queryable, part: FeedPart): Promise<boolean> {
  const rows = await db.query(
    `with alive as (
       update large_feed set parts = $3::int4 + 1, bytes = bytes + length($4::bytea), entries_done = $5
       where id = $1 and attempt = $2 and state = 'building' returning id)
     insert into large_feed_part (feed_id, attempt, no, bytes)
     select id, $2, $3, $4 from alive returning no`,
    [part.feedId, part.attempt, part.no, part.bytes, part.entriesDone],
  );
  return rows.length > 0;
}

/** The bytes of a part; undefined when they were deleted. */
export async function findFeedPart(
  db: Queryable,
  { feedId, attempt, no }: Pick<FeedPart, 'feedId' | 'attempt' | 'no'>,
): Promise<Uint8Array | undefined> {
  const [row] = await db.query<{ bytes: Uint8Array }>(
    'select bytes from large_feed_part where feed_id = $1 and attempt = $2 and no = $3',
    [feedId, attempt, no],
  );
  return row?.bytes;
}

/** Deletes what workers before this one have written. */
export async function deleteOtherParts(
  tx: Queryable,
  { feedId, attempt }: Pick<FeedPart, 'feedId' | 'attempt'>,
): Promise<void> {
  await tx.query('delete from large_feed_part where feed_id = $1 and attempt <> $2', [feedId, attempt]);
}
