import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../platform/errors.ts';
import type { ImportSource } from '../services/ingest/import-source.ts';

const unreadable: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'this is a folder; name the files in it',
  EACCES: 'this program may not read it',
};

/** A source with the end of its use. */
export interface OpenSource extends ImportSource {
  readonly close: () => Promise<void>;
}

async function openPath(name: string, path: string): Promise<OpenSource> {
  const { size } = await stat(path);
  return { name, bytes: size, open: () => createReadStream(path), close: async () => undefined };
}

/**
 * Standard input is read more than once too, so it is put down in a temporary file that only we may read. It has no
 * name that could tell one customer's data from another's, so its content does.
 */
async function spool(stdin: AsyncIterable<Uint8Array>): Promise<OpenSource> {
  const path = join(tmpdir(), `meterhouse-import-${randomUUID()}`);
  const close = (): Promise<void> => rm(path, { force: true });
  const hash = createHash('sha256');
  async function* hashed(): AsyncGenerator<Uint8Array> {
    for await (const piece of stdin) {
      hash.update(piece);
      yield piece;
    }
  }
  try {
    await pipeline(Readable.from(hashed()), createWriteStream(path, { mode: 0o600, flags: 'wx' }));
    return { ...(await openPath('-', path)), identity: hash.digest('hex'), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * Opens a file by its path, or standard input by `-`.
 *
 * @throws AppError `not_found` when it cannot be read.
 */
export async function openFile(stdin: AsyncIterable<Uint8Array>, path: string): Promise<OpenSource> {
  if (path === '-') return await spool(stdin);
  try {
    if ((await stat(path)).isDirectory()) throw Object.assign(new Error(path), { code: 'EISDIR' });
    return await openPath(path, path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const reason = unreadable[code];
    if (reason === undefined) throw error;
    throw new AppError('not_found', `${path}: ${reason}`, { cause: error });
  }
}
