import { PGlite, type PGliteInterface, type Transaction, types } from '@electric-sql/pglite';
import {
  type CopyInput,
  copyStatement,
  type Database,
  type Transaction as DatabaseTransaction,
  type Queryable,
  type Row,
} from './database.ts';

/** int8 as number and date as text, as on PostgreSQL; arrays follow their elements. */
const parsers = { [types.INT8]: Number, [types.DATE]: (text: string) => text };

const queryable = (db: PGliteInterface | Transaction): Queryable => ({
  query: async <R = Row>(text: string, params: readonly unknown[] = []): Promise<R[]> => {
    const result = await db.query<R>(text, params as unknown[]);
    return result.rows;
  },
});

const transaction = (tx: Transaction): DatabaseTransaction => ({
  ...queryable(tx),
  script: async (sql) => {
    await tx.exec(sql);
  },
  copyIn: async (input: CopyInput) => {
    const blob = new Blob(input.pieces as Uint8Array<ArrayBuffer>[]);
    await tx.query(copyStatement(input, "'/dev/blob'"), [], { blob });
  },
});

/** What PGlite is opened on. */
export interface PgliteOptions {
  /** Folder of the data; absent for a database in memory. */
  readonly folder?: string;
  /** A dump of `dumpDataDir` to begin with. */
  readonly snapshot?: Blob;
}

/** Starts PGlite itself, with the value mapping of `Database`. */
export function startPglite({ folder, snapshot }: PgliteOptions): Promise<PGlite> {
  return PGlite.create({
    parsers,
    ...(folder === undefined ? {} : { dataDir: folder }),
    ...(snapshot === undefined ? {} : { loadDataDir: snapshot }),
  });
}

/** The `Database` over a running PGlite. `onClose` runs after it has been closed. */
export function pgliteDatabase(
  db: PGlite,
  { location, onClose }: { location: string; onClose?: () => Promise<void> },
): Database {
  return {
    kind: 'pglite',
    location,
    ...queryable(db),
    transaction: (work) => db.transaction((tx) => work(transaction(tx))) as ReturnType<typeof work>,
    close: async () => {
      await db.close();
      await onClose?.();
    },
  };
}
