import { createApp } from '../src/http/app.ts';
import { sha256 } from '../src/platform/hash.ts';
import { createTokenCache } from '../src/services/authorization/token-cache.ts';
import { verifyToken } from '../src/services/authorization/verify-token.ts';
import { openPostgres } from '../src/storage/postgres.ts';
import { testClock } from '../test/support/clock.ts';
import { createPostgresDatabase } from '../test/support/database.ts';
import { seedUtility } from '../test/support/seed.ts';
import { atMost, type BenchRow, median } from './measure.ts';

const rounds = 9;

/** Microseconds of this process's CPU per call, the median of rounds. */
async function cpuMicroseconds(work: (i: number) => Promise<unknown>, times: number): Promise<number> {
  const taken: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const before = process.cpuUsage();
    for (let i = 0; i < times; i++) await work(i);
    const { user, system } = process.cpuUsage(before);
    taken.push((user + system) / times);
  }
  return median(taken);
}

/**
 * What recognising a bearer token costs when it is remembered, and what the token endpoint costs: the CPU of this
 * process, with the database in another one. Needs a PostgreSQL server; without one there are no rows.
 */
export async function benchOauth(): Promise<BenchRow[]> {
  const database = await createPostgresDatabase().catch(() => undefined);
  if (database === undefined) return [];
  const db = await openPostgres({ connectionString: database.url, max: 4 });
  const clock = testClock();
  const secretKey = Buffer.alloc(32, 7);
  const tokens = await seedUtility({ db, clock, secretKey }, {});
  const tokenCache = createTokenCache();
  tokenCache.resume();
  const app = await createApp({
    db,
    clock,
    publicUrl: 'https://dc.example',
    secretKey,
    tokenCache,
    log: { info: () => undefined, error: () => undefined },
  });
  try {
    const [client] = await db.query<{ clientId: string }>(
      `update client set client_secret_hash = $1 where uid = 'clientone' returning client_id as "clientId"`,
      [sha256('secret')],
    );
    const authorization = `Basic ${Buffer.from(`${client?.clientId}:secret`).toString('base64')}`;
    const context = { db, clock, tokenCache };
    const verify = () => verifyToken(context, tokens.full);
    await cpuMicroseconds(verify, 2000);
    const cached = await cpuMicroseconds(verify, 20_000);

    const post = async (payload: string): Promise<string> => {
      const answer = await app.inject({
        method: 'POST',
        url: '/DataCustodian/oauth/token',
        headers: { authorization, 'content-type': 'application/x-www-form-urlencoded' },
        payload,
      });
      if (answer.statusCode !== 200) throw new Error(answer.payload);
      return answer.payload;
    };
    const credentials = () => post('grant_type=client_credentials');
    await cpuMicroseconds(credentials, 50);
    const own = await cpuMicroseconds(credentials, 100);

    const [row] = await db.query<{ id: number; clientId: number }>(
      `select id, client_id as "clientId" from "authorization" where uid = 'authfull'`,
    );
    await db.query(
      'insert into oauth_refresh (hash, authorization_id, client_id, expires) values ($1, $2, $3, $4)',
      [sha256('first'), row?.id, row?.clientId, clock.now() + 1e9],
    );
    let refreshToken = 'first';
    const refresh = async (): Promise<void> => {
      const answer = await post(`grant_type=refresh_token&refresh_token=${refreshToken}`);
      refreshToken = (JSON.parse(answer) as { refresh_token: string }).refresh_token;
    };
    await cpuMicroseconds(refresh, 50);
    const refreshed = await cpuMicroseconds(refresh, 100);
    return [
      atMost('bearer token, remembered: CPU', cached, 'µs', 5),
      atMost('token endpoint, client_credentials: CPU', own / 1000, 'ms', 1),
      atMost('token endpoint, refresh_token: CPU', refreshed / 1000, 'ms', 1),
    ];
  } finally {
    await app.close();
    await db.close();
    await database.drop();
  }
}

if (process.argv[1]?.endsWith('oauth.ts')) {
  for (const { name, value, unit, goal = '', met } of await benchOauth())
    console.log(
      `${name.padEnd(62)} ${value.toFixed(3).padStart(8)} ${unit.padEnd(6)} ${goal.padEnd(8)} ${met === undefined ? '' : met ? 'yes' : 'NO'}`,
    );
  process.exit(0);
}
