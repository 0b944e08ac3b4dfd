import type { Database } from '../../src/storage/database.ts';

/** Every row of every table as text, with its place and version, so that a rewritten row shows; without import_run. */
export async function dumpTables(db: Database): Promise<Record<string, string[]>> {
  const tables = await db.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'public' and c.relkind = 'r' and c.relname <> 'import_run' order by 1`,
  );
  const dump: Record<string, string[]> = {};
  for (const { name } of tables) {
    const rows = await db.query<{ row: string }>(
      `select t.ctid::text || ' ' || t.xmin::text || ' ' || t::text as row from "${name}" t order by 1`,
    );
    if (rows.length > 0) dump[name] = rows.map(({ row }) => row);
  }
  return dump;
}
