/** A page of a list: its rows, where they stand, and how many there are in all. */
export interface RowPage<Row> {
  readonly rows: readonly Row[];
  /** Counted from 1. */
  readonly page: number;
  readonly pageSize: number;
  readonly total: number;
}

/** How many rows a page shows. */
const defaultPageSize = 25;

/**
 * Reads one page of a list; a page beyond the last is the last.
 *
 * @param page counted from 1.
 */
export async function readPage<Row>(
  { page, pageSize = defaultPageSize }: { readonly page: number; readonly pageSize?: number },
  count: () => Promise<number>,
  list: (window: { readonly limit: number; readonly offset: number }) => Promise<readonly Row[]>,
): Promise<RowPage<Row>> {
  const total = await count();
  const last = Math.max(1, Math.ceil(total / pageSize));
  const shown = Math.min(Math.max(1, page), last);
  const rows = total === 0 ? [] : await list({ limit: pageSize, offset: (shown - 1) * pageSize });
  return { rows, page: shown, pageSize, total };
}
