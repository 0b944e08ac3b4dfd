import type { Queryable } from './database.ts';

/** Notes that an import begins to write, and until when it is taken to be at work unless it says more. */
export async function insertImportRun(
  db: Queryable,
  input: {
    readonly utilityId: number;
    readonly fileName: string;
    readonly started: number;
    readonly runningUntil: number;
  },
): Promise<number> {
  const [row] = await db.query<{ id: number }>(
    'insert into import_run (utility_id, file_name, started, running_until) values ($1, $2, $3, $4) returning id',
    [input.utilityId, input.fileName, input.started, input.runningUntil],
  );
  return row?.id ?? 0;
}

/** Notes that an import is still at work. */
export async function extendImportRun(
  db: Queryable,
  input: { readonly id: number; readonly runningUntil: number },
): Promise<void> {
  await db.query('update import_run set running_until = $2 where id = $1 and running_until is not null', [
    input.id,
    input.runningUntil,
  ]);
}

/** Notes that an import broke off: it has no end, and nobody need wait for it. */
export async function breakImportRun(db: Queryable, id: number): Promise<void> {
  await db.query('update import_run set running_until = null where id = $1', [id]);
}

/** Notes how an import ended. One without an end was interrupted. */
export async function finishImportRun(
  db: Queryable,
  input: { readonly id: number; readonly finished: number; readonly receipt: object },
): Promise<void> {
  await db.query(
    'update import_run set finished = $2, receipt = $3::text::jsonb, running_until = null where id = $1',
    [input.id, input.finished, JSON.stringify(input.receipt)],
  );
}
