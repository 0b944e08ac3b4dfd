import { mkdir } from 'node:fs/promises';
import { AppError } from './errors.ts';

/**
 * Makes the data folder, for its owner alone, when it is not there.
 *
 * @throws AppError `invalid_config` when it cannot be made.
 */
export async function makeDataFolder(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    const reason = code === 'EEXIST' || code === 'ENOTDIR' ? 'there is a file of that name' : code;
    throw new AppError(
      'invalid_config',
      `DATA_DIR=${dataDir} cannot be made (${reason}). Set it to a folder that this user may write.`,
      { parameter: 'DATA_DIR', cause: error },
    );
  }
}
