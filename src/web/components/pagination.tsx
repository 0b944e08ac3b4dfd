import type { VNode } from 'preact';
import type { View } from '../page.ts';

/** Which rows of how many are shown, and the pages around them. */
export interface PageOfRows {
  readonly first: number;
  readonly last: number;
  readonly total: number;
  readonly previousUrl?: string;
  readonly nextUrl?: string;
}

/** `1–25 of 312` with links to the pages before and after. Nothing when all rows are shown. */
export function Pagination({ view: { t }, rows }: { view: View; rows: PageOfRows }): VNode | null {
  if (rows.previousUrl === undefined && rows.nextUrl === undefined) return null;
  return (
    <nav class="pagination" aria-label={t.shell.pages}>
      <p class="muted">{t.shell.rows(rows.first, rows.last, rows.total)}</p>
      <ul>
        {rows.previousUrl === undefined ? null : (
          <li>
            <a rel="prev" href={rows.previousUrl}>
              {t.shell.previous}
            </a>
          </li>
        )}
        {rows.nextUrl === undefined ? null : (
          <li>
            <a rel="next" href={rows.nextUrl}>
              {t.shell.next}
            </a>
          </li>
        )}
      </ul>
    </nav>
  );
}
