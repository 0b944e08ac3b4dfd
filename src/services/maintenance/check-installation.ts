import type { Clock } from '../../platform/clock.ts';
import { openSecret } from '../../platform/crypto.ts';
import type { Database } from '../../storage/database.ts';
import { findAnySecret, findDatabaseFacts } from '../../storage/installation.ts';
import { readMigrations } from '../../storage/migrate.ts';

/** The outcome of one check: `look` needs eyes, `fail` needs hands. */
export interface CheckResult {
  readonly name: string;
  readonly state: 'ok' | 'look' | 'fail';
  /** What was found, and how it is mended. */
  readonly words: string;
}

const clockTolerance = 5_000;

async function checkKey(db: Database, secretKey: Uint8Array): Promise<CheckResult> {
  const sealed = await findAnySecret(db);
  if (sealed === undefined) return { name: 'key', state: 'ok', words: 'nothing is sealed yet' };
  try {
    openSecret(secretKey, sealed);
    return { name: 'key', state: 'ok', words: 'opens the stored client secrets' };
  } catch {
    const words =
      'does not open the stored client secrets: set SECRET_KEY, or restore secret.key, as it was.';
    return { name: 'key', state: 'fail', words };
  }
}

/** Looks at the database and what is in it. */
export async function checkInstallation({
  db,
  clock,
  secretKey,
}: {
  readonly db: Database;
  readonly clock: Clock;
  readonly secretKey: Uint8Array;
}): Promise<CheckResult[]> {
  const before = clock.now();
  const facts = await findDatabaseFacts(db);
  const offset = Math.abs(facts.now - (before + clock.now()) / 2);
  const known = (await readMigrations()).length;
  return [
    { name: 'database', state: 'ok', words: `${db.location}, PostgreSQL ${facts.version}` },
    {
      name: 'schema',
      state: facts.migrations === known ? 'ok' : 'fail',
      words:
        facts.migrations === known
          ? `${known} migrations`
          : `${facts.migrations} of ${known} migrations: run meterhouse migrate.`,
    },
    {
      name: 'clock',
      state: offset < clockTolerance ? 'ok' : 'look',
      words:
        offset < clockTolerance
          ? 'agrees with the database'
          : `differs from that of the database by ${Math.round(offset / 1000)} s: let both follow a time server.`,
    },
    await checkKey(db, secretKey),
    {
      name: 'utilities',
      state: facts.utilities > 0 ? 'ok' : 'look',
      words:
        facts.utilities > 0
          ? `${facts.utilities}`
          : 'none yet: meterhouse utility create --help, then meterhouse import.',
    },
    {
      name: 'data',
      state: facts.newestDay === null ? 'look' : 'ok',
      words:
        facts.newestDay === null
          ? 'no readings yet: meterhouse import FILE.'
          : `${facts.usagePoints} meters, readings up to ${facts.newestDay}`,
    },
  ];
}
