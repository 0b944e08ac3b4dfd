import type { Clock } from '../../platform/clock.ts';
import { openSecret } from '../../platform/crypto.ts';
import { AppError } from '../../platform/errors.ts';
import type { Database } from '../../storage/database.ts';
import {
  countMigrations,
  findAnySecret,
  findDatabaseContent,
  findDatabaseFacts,
} from '../../storage/installation.ts';
import { readMigrations } from '../../storage/migrate.ts';

/** The outcome of one check: `look` needs eyes, `fail` needs hands. */
export interface CheckResult {
  readonly name: string;
  readonly state: 'ok' | 'look' | 'fail';
  /** What was found, and how it is mended. */
  readonly words: string;
}

const clockTolerance = 5_000;

/** The key of the installation; undefined when there is none. */
type FindKey = () => Promise<Uint8Array | undefined>;

async function checkSchema(db: Database): Promise<CheckResult> {
  const { isOwn, someTable } = await findDatabaseContent(db);
  if (!isOwn) {
    const words =
      someTable !== null
        ? `this is not a database of Meterhouse: it holds tables of something else, such as "${someTable}". Check DATABASE_URL.`
        : 'nothing is created here yet: check DATABASE_URL or DATA_DIR, or run meterhouse migrate.';
    return { name: 'schema', state: 'fail', words };
  }
  const known = (await readMigrations()).length;
  const applied = await countMigrations(db);
  if (applied === known) return { name: 'schema', state: 'ok', words: `${known} migrations` };
  const words =
    applied < known
      ? `${applied} of ${known} migrations: run meterhouse migrate.`
      : `${applied} migrations, of which this version knows ${known}: install the version that wrote it.`;
  return { name: 'schema', state: 'fail', words };
}

async function checkKey(db: Database, findKey: FindKey): Promise<CheckResult> {
  let secretKey: Uint8Array | undefined;
  try {
    secretKey = await findKey();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { name: 'key', state: 'fail', words: error.message };
  }
  const sealed = await findAnySecret(db);
  if (sealed === undefined) return { name: 'key', state: 'ok', words: 'nothing is sealed yet' };
  if (secretKey === undefined) {
    const words = 'is not there: set SECRET_KEY, or restore secret.key, as it was.';
    return { name: 'key', state: 'fail', words };
  }
  try {
    openSecret(secretKey, sealed);
    return { name: 'key', state: 'ok', words: 'opens the stored client secrets' };
  } catch {
    const words =
      'does not open the stored client secrets: set SECRET_KEY, or restore secret.key, as it was.';
    return { name: 'key', state: 'fail', words };
  }
}

/** Looks at the database and what is in it, and changes nothing. What is of another schema is not looked into. */
export async function checkInstallation({
  db,
  clock,
  findKey,
}: {
  readonly db: Database;
  readonly clock: Clock;
  readonly findKey: FindKey;
}): Promise<CheckResult[]> {
  const schema = await checkSchema(db);
  if (schema.state === 'fail') return [{ name: 'database', state: 'ok', words: db.location }, schema];
  const before = clock.now();
  const facts = await findDatabaseFacts(db);
  const offset = Math.abs(facts.now - (before + clock.now()) / 2);
  return [
    { name: 'database', state: 'ok', words: `${db.location}, PostgreSQL ${facts.version}` },
    schema,
    {
      name: 'clock',
      state: offset < clockTolerance ? 'ok' : 'look',
      words:
        offset < clockTolerance
          ? 'agrees with the database'
          : `differs from that of the database by ${Math.round(offset / 1000)} s: let both follow a time server.`,
    },
    await checkKey(db, findKey),
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
