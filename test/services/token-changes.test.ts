import { expect, it } from 'vitest';
import { endAuthorization } from '../../src/services/authorization/end-authorization.ts';
import { createTokenCache } from '../../src/services/authorization/token-cache.ts';
import { verifyToken } from '../../src/services/authorization/verify-token.ts';
import { openServerDatabase } from '../../src/storage/open-postgres.ts';
import { parseTokenChange, tokenChannel } from '../../src/storage/token-changes.ts';
import { testClock } from '../support/clock.ts';
import { createPostgresDatabase, testDatabaseKind } from '../support/database.ts';
import { seedUtility } from '../support/seed.ts';

const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
  for (let i = 0; i < 200 && !(await condition()); i++) await new Promise((wait) => setTimeout(wait, 20));
};

it.skipIf(testDatabaseKind !== 'postgres')(
  'what one process ends, another forgets; while it cannot hear, it remembers nothing',
  async () => {
    const { url, drop } = await createPostgresDatabase();
    const clock = testClock();
    const here = await openServerDatabase(url);
    const there = await openServerDatabase(url);
    const tokens = await seedUtility({ db: here.db, clock, secretKey: Buffer.alloc(32, 7) }, {});
    const cache = createTokenCache();
    let broken = 0;
    let back = 0;
    const stop = await there.listen(
      tokenChannel,
      (payload) => {
        const change = parseTokenChange(payload);
        if (change !== undefined) cache.forget(change);
      },
      {
        onBroken: () => {
          broken++;
          cache.suspend();
        },
        onBack: () => {
          back++;
          cache.resume();
        },
      },
    );
    cache.resume();
    try {
      const verify = (token: string) => verifyToken({ db: there.db, clock, tokenCache: cache }, token);
      await verify(tokens.full);
      const generation = cache.generation();
      await endAuthorization(
        { db: here.db, clock },
        { uid: 'authfull', cause: 'customer', actor: { kind: 'customer' } },
      );
      await until(() => cache.generation() > generation);
      await expect(verify(tokens.full)).rejects.toMatchObject({ code: 'invalid_token' });

      await verify(tokens.bob);
      await here.db.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query ilike 'listen%'`,
      );
      await until(() => broken > 0);
      await here.db.query(`update "authorization" set status = 0 where uid = 'authbob'`);
      await expect(verify(tokens.bob)).rejects.toMatchObject({ code: 'invalid_token' });
      await until(() => back > 0);
      expect([broken, back]).toEqual([1, 1]);
    } finally {
      await stop();
      await there.db.close();
      await here.db.close();
      await drop();
    }
  },
);
