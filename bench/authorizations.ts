import { issueToken } from '../src/services/authorization/issue-token.ts';
import { createClient } from './http-client.ts';
import { type BenchRow, median } from './measure.ts';
import { analyze, type BenchHouse, type ChildServer } from './server.ts';

const authorizations = 20_000;
const rounds = 5;
const clock = { now: () => Date.now() };
const root = '/DataCustodian/espi/1_1/resource';

/** Grants what an Authorization grants many times over, each for one of the usage points that are there. */
async function grantMany({ db }: BenchHouse, uid: string): Promise<void> {
  const [row] = await db.query<{ columns: string }>(
    `select string_agg(quote_ident(column_name), ',' order by ordinal_position) as columns
     from information_schema.columns
     where table_name = 'authorization' and table_schema = current_schema() and column_name not in ('id', 'uid')`,
  );
  await db.query(
    `with added as (
       insert into "authorization" (uid, ${row?.columns})
       select 'many' || g, ${row?.columns} from "authorization", generate_series(1, ${authorizations}) g
       where uid = $1 returning id),
     u as (select id, row_number() over (order by id) - 1 as no, count(*) over () as count from usage_point)
     insert into authorization_usage_point (authorization_id, up_id)
     select added.id, u.id from added join u on u.no = added.id % u.count`,
    [uid],
  );
}

/** The first entries of what many customers share with a third party, and how long others wait meanwhile. */
export async function manyAuthorizationsRows(server: ChildServer, house: BenchHouse): Promise<BenchRow[]> {
  const { db } = house;
  const { uid, token: other } = await house.reader(['bench/0']);
  await grantMany(house, uid);
  await analyze(db);
  const [third] = await db.query<{ id: number; bulkUid: string }>(
    `select c.id, c.bulk_uid as "bulkUid" from client c join "authorization" a on a.client_id = c.id where a.uid = $1`,
    [uid],
  );
  if (third === undefined) throw new Error('No third party has the Authorization');
  const { token } = await issueToken({ db, clock }, { kind: 'client_access_token', clientId: third.id });
  const client = createClient(server.port, token);
  const others = createClient(server.port, other);
  const rows: BenchRow[] = [];
  const pages = { Authorizations: '/Authorization', 'entries of the bulk': `/Bulk/${third.bulkUid}` };
  try {
    for (const [what, path] of Object.entries(pages)) {
      const taken: number[] = [];
      const waits: number[] = [];
      for (let round = 0; round < rounds; round++) {
        let wait = 0;
        let done = false;
        const asking = (async () => {
          while (!done) {
            const { firstByteMs } = await others.get(`${root}/Subscription/${uid}/UsagePoint`);
            wait = Math.max(wait, firstByteMs);
          }
        })();
        const began = performance.now();
        const answer = await client.get(`${root}${path}?max-results=10`, {}, true);
        taken.push(performance.now() - began);
        done = true;
        await asking;
        waits.push(wait);
        const entries = answer.body.toString().split('<entry>').length - 1;
        if (entries !== 10) throw new Error(`${path}: ${answer.status} with ${entries} entries`);
      }
      const name = `the first ten ${what} of 20,000`;
      rows.push(
        { name: `${name}, by the clock`, value: median(taken), unit: 'ms' },
        { name: `${name}: what others wait for meanwhile, at most`, value: median(waits), unit: 'ms' },
      );
    }
    return rows;
  } finally {
    client.close();
    others.close();
  }
}
