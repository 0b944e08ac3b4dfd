import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { sha256 } from '../../src/platform/hash.ts';
import { migrate, readMigrations } from '../../src/storage/migrate.ts';
import { pgliteDatabase, startPglite } from '../../src/storage/pglite.ts';

const folder = new URL('../../node_modules/.cache/meterhouse/', import.meta.url);

const recipe = [import.meta.url, new URL('../../src/storage/pglite.ts', import.meta.url)];

/** Says which PGlite and which migrations a snapshot is of, and how it was made. */
async function snapshotName(): Promise<string> {
  const manifest = new URL('../package.json', import.meta.resolve('@electric-sql/pglite'));
  const { version } = JSON.parse(await readFile(manifest, 'utf8')) as { version: string };
  const checksums = (await readMigrations()).map(({ checksum }) => checksum);
  const texts = await Promise.all(recipe.map((url) => readFile(new URL(url), 'utf8')));
  return `pglite-${sha256([version, ...checksums, ...texts].join()).slice(0, 12)}.tar`;
}

/**
 * Dumps a PGlite with the newest schema. Copies begin faster with few buffers to clear, and after a checkpoint they
 * have nothing to recover.
 */
async function dumpMigrated(): Promise<Uint8Array> {
  const pglite = await startPglite({});
  const db = pgliteDatabase(pglite, { location: 'memory' });
  await migrate(db);
  await pglite.exec(`alter system set shared_buffers = '16MB'`);
  await pglite.exec('checkpoint');
  const dump = await pglite.dumpDataDir('none');
  await db.close();
  return new Uint8Array(await dump.arrayBuffer());
}

/** Keeps a snapshot for the workers and runs that follow; it appears whole, and what it replaces is deleted. */
async function keep(name: string, dump: Uint8Array): Promise<void> {
  await mkdir(folder, { recursive: true });
  const draft = new URL(`${name}.${process.pid}`, folder);
  await writeFile(draft, dump);
  await rename(draft, new URL(name, folder));
  const others = (await readdir(folder)).filter((other) => /^pglite-\w+\.tar$/.test(other) && other !== name);
  for (const other of others) await rm(new URL(other, folder), { force: true });
}

async function findOrMake(): Promise<Uint8Array> {
  const name = await snapshotName();
  const found = await readFile(new URL(name, folder)).catch(() => undefined);
  if (found !== undefined) return found;
  const dump = await dumpMigrated();
  await keep(name, dump);
  return dump;
}

/** Bytes that are handed out as they are: PGlite copies each file out of them, and a Blob would copy all before. */
class HeldBytes extends Blob {
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    super();
    this.#bytes = bytes;
  }

  override get size(): number {
    return this.#bytes.byteLength;
  }

  override async arrayBuffer(): Promise<ArrayBuffer> {
    const { buffer, byteOffset, byteLength } = this.#bytes;
    const isWhole = byteOffset === 0 && byteLength === buffer.byteLength;
    return (isWhole ? buffer : this.#bytes.slice().buffer) as ArrayBuffer;
  }
}

let snapshot: Promise<Blob> | undefined;

/**
 * A PGlite with the newest schema as a dump to begin with. It is made once per content of the migrations: to make one
 * takes many times as long as all else that most test files do.
 */
export function migratedSnapshot(): Promise<Blob> {
  snapshot ??= findOrMake().then((dump) => new HeldBytes(dump));
  return snapshot;
}
