import type { ComponentChildren, VNode } from 'preact';

export interface Column<Row> {
  readonly head: string;
  readonly cell: (row: Row) => ComponentChildren;
  /** Numbers stand to the right. */
  readonly numeric?: boolean;
  /** The cell that names the row. */
  readonly rowHead?: boolean;
}

/** Rows under heads, in a box that scrolls sideways by itself: the page never does. */
export function Table<Row>({
  caption,
  columns,
  rows,
  empty,
}: {
  /** What the rows are; read out, and shown by the heading above. */
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  /** What stands instead of a table without rows. */
  empty?: ComponentChildren;
}): VNode {
  if (rows.length === 0) return <div class="empty">{empty}</div>;
  const tone = (column: Column<Row>): string | undefined => (column.numeric ? 'numeric' : undefined);
  return (
    <section class="scroll" aria-label={caption} tabIndex={0}>
      <table>
        <caption class="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th scope="col" class={tone(column)}>
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr>
              {columns.map((column) =>
                column.rowHead ? (
                  <th scope="row">{column.cell(row)}</th>
                ) : (
                  <td class={tone(column)}>{column.cell(row)}</td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
