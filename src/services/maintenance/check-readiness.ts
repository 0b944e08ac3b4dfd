import { openSecret } from '../../platform/crypto.ts';
import type { Queryable } from '../../storage/database.ts';
import { countMigrations, findAnySecret } from '../../storage/installation.ts';
import { readMigrations } from '../../storage/migrate.ts';

/** One thing that must be well before requests are let in. */
export interface ReadinessCheck {
  readonly name: string;
  readonly ok: boolean;
  /** What is wrong and how it is mended; nothing that must not be seen. */
  readonly words: string;
}

let known: Promise<number> | undefined;

/** Whether the key opens what is sealed. */
async function checkKey(db: Queryable, secretKey: Uint8Array): Promise<ReadinessCheck> {
  const sealed = await findAnySecret(db);
  try {
    if (sealed !== undefined) openSecret(secretKey, sealed);
    return { name: 'key', ok: true, words: '' };
  } catch {
    return {
      name: 'key',
      ok: false,
      words: 'SECRET_KEY is not the key that the client secrets are sealed under',
    };
  }
}

/**
 * Whether requests can be served: the database answers, its schema is that of this program, and the key opens what
 * is sealed. Two statements.
 *
 * @throws whatever the database says when it does not answer.
 */
export async function checkReadiness({
  db,
  secretKey,
}: {
  readonly db: Queryable;
  readonly secretKey: Uint8Array;
}): Promise<ReadinessCheck[]> {
  known ??= readMigrations().then(({ length }) => length);
  const migrations = await countMigrations(db);
  const current = await known;
  return [
    { name: 'database', ok: true, words: '' },
    {
      name: 'schema',
      ok: migrations >= current,
      words: migrations >= current ? '' : 'migrations are missing: run meterhouse migrate',
    },
    await checkKey(db, secretKey),
  ];
}
