/** One row of a result: columns by name. */
export type Row = Record<string, unknown>;

/** What runs one statement. Parameters are `$1`, `$2`, …; the same text runs on PostgreSQL and PGlite. */
export interface Queryable {
  /**
   * Runs one statement.
   *
   * Values come back as: int2, int4, int8, float8 → number; text → string; bool → boolean; jsonb → parsed;
   * bytea → Uint8Array; date → `YYYY-MM-DD`; arrays of these → arrays.
   */
  readonly query: <R = Row>(text: string, params?: readonly unknown[]) => Promise<R[]>;
}

/** Rows for `copyIn`. */
export interface CopyInput {
  readonly table: string;
  readonly columns: readonly string[];
  /** Pieces of one stream in PostgreSQL's binary COPY format, as `copy-rows.ts` makes it. */
  readonly pieces: readonly Uint8Array[];
}

/** One transaction on one connection. */
export interface Transaction extends Queryable {
  /** Runs a text of several statements without parameters: migrations, partitions. */
  readonly script: (sql: string) => Promise<void>;
  /** Fills a table by COPY, many times faster than `insert`. Names of table and columns are trusted. */
  readonly copyIn: (input: CopyInput) => Promise<void>;
}

/** How the connections of a pool stand. */
export interface PoolState {
  readonly open: number;
  readonly idle: number;
  /** Requests for a connection that wait. */
  readonly waiting: number;
  readonly most: number;
}

/** An open database. Transactions begin in services, through `transaction`. */
export interface Database extends Queryable {
  /** `pglite` or `postgres`, for messages and for the few statements that differ. */
  readonly kind: 'pglite' | 'postgres';
  /** Where it is, in words for an operator; no password. */
  readonly location: string;
  /** Runs `work` in one transaction: committed when it returns, rolled back when it throws. */
  readonly transaction: <T>(work: (tx: Transaction) => Promise<T>) => Promise<T>;
  /** How its connections stand; absent where there is but one. */
  readonly pool?: () => PoolState;
  readonly close: () => Promise<void>;
}

/** The statement of a `copyIn`. `from` is where the bytes come from: `stdin`, or PGlite's `'/dev/blob'`. */
export function copyStatement({ table, columns }: CopyInput, from: string): string {
  return `copy ${table} (${columns.join(', ')}) from ${from} (format binary)`;
}
