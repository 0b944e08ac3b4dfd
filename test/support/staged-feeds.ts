import { enqueueBuild } from '../../src/services/large-feed/enqueue-build.ts';
import type { Database } from '../../src/storage/database.ts';
import { insertLargeFeed } from '../../src/storage/large-feeds.ts';

const resources = '/DataCustodian/espi/1_1/resource';
const day = 86_400_000;

/** What is seen of a large feed: where it stands, and columns of its row and of its job. */
interface StagedFeed {
  readonly path: string;
  readonly row: string;
  /** Absent: it has no job any more. */
  readonly job?: string;
}

const feeds: readonly StagedFeed[] = [
  {
    path: '/Batch/Subscription/authfull?published-min=2020-01-01T00:00:00Z',
    row: `state = 'ready', ready = created + 4000, started = created + 100, entries_done = 14660, entries = 14660,
      parts = 16, bytes = 15970000, attempt = 1, last_read = created + 60000`,
  },
  {
    path: '/Bulk/bulkone',
    row: 'attempt = 1, entries_done = 6100, bytes = 7340032, parts = 7',
    job: 'locked_until = $2',
  },
  {
    path: '/Batch/Subscription/authfull?published-min=2024-01-01T00:00:00Z&published-max=2026-01-01T00:00:00Z',
    row: 'attempt = 3, entries_done = 0',
    job: `run_at = $2, last_error = 'canceling statement due to statement timeout'`,
  },
  {
    path: '/Batch/Subscription/authfull?updated-min=2026-03-01T00:00:00Z',
    row: 'attempt = 1, waits_until = expires - 86390000',
    job: 'run_at = $2',
  },
  { path: '/Batch/Subscription/authfull', row: 'attempt = 0', job: 'run_at = least(0, $2::int8)' },
];

/** Gives a third party large feeds in every stage. */
export async function stageLargeFeeds(
  db: Database,
  {
    clientUid,
    publicUrl,
    now,
  }: { readonly clientUid: string; readonly publicUrl: string; readonly now: number },
): Promise<void> {
  const [client] = await db.query<{ id: number; utilityId: number }>(
    'select id, utility_id as "utilityId" from client where uid = $1',
    [clientUid],
  );
  const [authorization] = await db.query<{ id: number }>(
    `select id from "authorization" where uid = 'authfull'`,
  );
  if (client === undefined) throw new Error(`There is no third party ${clientUid}`);
  for (const [n, { path, row, job }] of feeds.entries()) {
    const id = await db.transaction(async (tx) => {
      const feedId = await insertLargeFeed(tx, {
        uid: `stagedfeed${clientUid.slice(0, 9)}${n}`,
        key: `staged ${clientUid} ${n}`,
        utilityId: client.utilityId,
        clientId: client.id,
        authorizationId: path.startsWith('/Bulk') ? undefined : authorization?.id,
        rowName: 'BatchSubscription',
        params: {},
        bounds: [null, null, null, null],
        page: { skip: 0 },
        uri: publicUrl + resources + path,
        readings: 1_402_345,
        entries: 14_660,
        partBytes: 1_048_576,
        created: now - day,
        expires: now + day,
      });
      if (feedId !== undefined && job !== undefined) await enqueueBuild(tx, feedId);
      return feedId;
    });
    await db.query(`update large_feed set ${row} where id = $1`, [id]);
    if (job !== undefined)
      await db.query(`update job set ${job} where key = 'build-feed:' || $1::int8`, [id, now + 300_000]);
  }
}
