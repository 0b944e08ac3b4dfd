import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { followChanges } from '../../src/roof/follow-changes.ts';
import { endAuthorization } from '../../src/services/authorization/end-authorization.ts';
import { verifyToken } from '../../src/services/authorization/verify-token.ts';
import { longestDeafnessMilliseconds, openServerDatabase } from '../../src/storage/open-postgres.ts';
import { testClock } from '../support/clock.ts';
import { createPostgresDatabase, testDatabaseKind } from '../support/database.ts';
import { seedUtility } from '../support/seed.ts';
import { openWay } from '../support/silent-way.ts';

it.skipIf(testDatabaseKind !== 'postgres').each([
  ['falls silent', { everyMilliseconds: 200, answerMilliseconds: 1000 }],
  ['falls silent, with what is usual,', undefined],
])('a process whose connection %s refuses what was revoked as soon as it notices', async (_, beat) => {
  const made = await createPostgresDatabase();
  const way = await openWay(new URL(made.url));
  const clock = testClock();
  const straight = await openServerDatabase(made.url);
  // What it hears comes over the way that is cut; what it asks does not.
  const hearing = await openServerDatabase(way.url, beat === undefined ? {} : { beat });
  const tokens = await seedUtility({ db: straight.db, clock, secretKey: Buffer.alloc(32, 7) }, {});
  const { tokenCache, stop } = await followChanges(hearing.listen);
  const verify = () => verifyToken({ db: straight.db, clock, tokenCache }, tokens.full);
  try {
    await verify();
    await verify();
    expect(tokenCache.stats()).toMatchObject({ size: 1, hits: 1 });
    way.state.silent = true;
    await endAuthorization(
      { db: straight.db, clock },
      { uid: 'authfull', cause: 'customer', actor: { kind: 'customer' } },
    );
    // Nobody could tell it: this is the time for which operators are told that it may be so.
    await expect(verify()).resolves.toBeDefined();
    const most = beat === undefined ? longestDeafnessMilliseconds : 1200;
    await expect.poll(() => tokenCache.stats().size, { timeout: most + 2500, interval: 20 }).toBe(0);
    await expect(verify()).rejects.toMatchObject({ code: 'invalid_token' });
    expect(tokenCache.stats().size).toBe(0);
  } finally {
    way.state.silent = false;
    await stop();
    way.close();
    await hearing.db.close();
    await straight.db.close();
    await made.drop();
  }
});

it('operators are told how long that may be', () => {
  const words = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8').replace(
    /\s+/g,
    ' ',
  );
  expect(words).toContain(`knows it after ${longestDeafnessMilliseconds / 1000} seconds at the most`);
  expect(words).toContain(`a sign of life every ${longestDeafnessMilliseconds / 2000} seconds`);
});
