import type { Queryable } from './database.ts';

/** Notes that an import begins to write. */
export async function insertImportRun(
  db: Queryable,
  input: { readonly utilityId: number; readonly fileName: string; readonly started: number },
): Promise<number> {
  const [row] = await db.query<{ id: number }>(
    'insert into import_run (utility_id, file_name, started) values ($1, $2, $3) returning id',
    [input.utilityId, input.fileName, input.started],
  );
  return row?.id ?? 0;
}

/** Notes how an import ended. One without an end was interrupted. */
export async function finishImportRun(
  db: Queryable,
  input: { readonly id: number; readonly finished: number; readonly receipt: object },
): Promise<void> {
  await db.query('update import_run set finished = $2, receipt = $3::text::jsonb where id = $1', [
    input.id,
    input.finished,
    JSON.stringify(input.receipt),
  ]);
}
