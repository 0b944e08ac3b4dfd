import type { Queryable } from './database.ts';

/** How many large feeds of a third party are kept, and what may make room. */
export interface LargeFeedUse {
  readonly kept: number;
  /** Key of the one that may go first: finished, read to its end, longest ago; null when there is none. */
  readonly oldestRead: number | null;
  /** When the first of the others is over; null when there is none. */
  readonly firstExpiry: number | null;
}

/** Counts the large feeds of a third party, bulks aside. Two that ask for new ones at the same time take turns. */
export async function lockLargeFeedUse(
  tx: Queryable,
  { clientId, now }: { readonly clientId: number; readonly now: number },
): Promise<LargeFeedUse> {
  await tx.query('select id from client where id = $1 for no key update', [clientId]);
  const [row] = await tx.query<LargeFeedUse>(
    `select count(*)::int4 as kept, min(expires) as "firstExpiry",
       (array_agg(id order by last_read) filter (where state = 'ready' and last_read is not null))[1] as "oldestRead"
     from large_feed where client_id = $1 and bulk_id is null and expires > $2`,
    [clientId, now],
  );
  return row ?? { kept: 0, oldestRead: null, firstExpiry: null };
}
