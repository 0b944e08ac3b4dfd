import { randomBytes } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { secretKeyBytes } from '../platform/crypto.ts';
import { makeDataFolder } from '../platform/data-folder.ts';
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
  await makeDataFolder(dataDir);
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
  return await readKey(path);
}

/**
 * The key of the installation as it is: nothing is made. Undefined when there is none.
 *
 * @throws AppError `invalid_config` when the file does not hold a key.
 */
export async function findSecretKey({
  secretKey,
  dataDir,
}: Pick<Config, 'secretKey' | 'dataDir'>): Promise<Uint8Array | undefined> {
  if (secretKey !== undefined) return secretKey;
  try {
    return await readKey(secretKeyPath(dataDir));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}

async function readKey(path: string): Promise<Uint8Array> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EACCES') throw error;
    throw new AppError('invalid_config', `${path} may not be read by this user.`, { cause: error });
  });
  const key = options.secretKey.parse(text.trim());
  if (key === undefined)
    throw new AppError(
      'invalid_config',
      `${path} does not hold a key. Restore it from a backup: without it stored client secrets cannot be opened.`,
    );
  return key;
}
