import type { Database } from '../../src/storage/database.ts';

/** Where a first try at a large feed can be held: after so many parts, or in the transaction that ends it. */
export const lastGate = 1_000_000;
/** Where the cut of a bulk can be held: before its row is there. */
export const cutGate = 2_000_000;

/** Makes gates in a database of PostgreSQL: who writes feeds waits at those that are shut. */
export async function makeGates(db: Database): Promise<void> {
  await db.transaction((tx) =>
    tx.script(`
      create function wait_at_gate() returns trigger language plpgsql as $$ begin
        perform pg_advisory_xact_lock_shared(case when tg_table_name = 'bulk' then ${cutGate}
          when to_jsonb(new) ->> 'state' = 'ready' then ${lastGate} else (to_jsonb(new) ->> 'parts')::int8 end);
        return new; end $$;
      create trigger gate before insert on bulk for each row execute function wait_at_gate();
      create trigger gate before update on large_feed for each row when (new.attempt = 1)
        execute function wait_at_gate();`),
  );
}

/** A gate that is shut. */
export interface Gate {
  /** Waits until somebody stands before it. */
  readonly reached: () => Promise<void>;
  readonly open: () => Promise<void>;
}

/** Shuts a gate. */
export async function shutGate(db: Database, gate: number): Promise<Gate> {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  let over: Promise<void> = Promise.resolve();
  await new Promise<void>((resolve, reject) => {
    over = db.transaction(async (tx) => {
      await tx.query('select pg_advisory_xact_lock($1)', [gate]);
      resolve();
      await opened;
    });
    over.catch(reject);
  });
  return {
    reached: async () => {
      for (let i = 0; i < 1500; i++) {
        const [waiting] = await db.query(
          `select 1 from pg_locks where locktype = 'advisory' and not granted and objid = $1
             and database = (select oid from pg_database where datname = current_database())`,
          [gate],
        );
        if (waiting !== undefined) return;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      throw new Error(`Nobody came to gate ${gate}`);
    },
    open: async () => {
      open();
      await over;
    },
  };
}
