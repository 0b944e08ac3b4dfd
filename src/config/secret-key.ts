import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { secretKeyBytes } from '../platform/crypto.ts';
import { AppError } from '../platform/errors.ts';
import type { Config } from './options.ts';
import { options } from './options.ts';

/** Where the generated key lies. */
export const secretKeyPath = (dataDir: string): string => join(dataDir, 'secret.key');

/**
 * The key of the installation: the configured one, else that of the data folder, which is made when it is not
 * there. The file may be read by its owner alone.
 *
 * @throws AppError `invalid_config` when the file does not hold a key.
 */
export async function loadSecretKey({
  secretKey,
  dataDir,
}: Pick<Config, 'secretKey' | 'dataDir'>): Promise<Uint8Array> {
  if (secretKey !== undefined) return secretKey;
  const path = secretKeyPath(dataDir);
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  // Linked into place when it is complete, so that another process never reads half a key.
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  await writeFile(draft, `${randomBytes(secretKeyBytes).toString('base64')}\n`, { flag: 'wx', mode: 0o600 });
  try {
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(draft, { force: true });
  }
  const key = options.secretKey.parse((await readFile(path, 'utf8')).trim());
  if (key === undefined)
    throw new AppError(
      'invalid_config',
      `${path} does not hold a key. Restore it from a backup: without it stored client secrets cannot be opened.`,
    );
  return key;
}
