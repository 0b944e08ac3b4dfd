import type { RowPage } from '../../services/reporting/page-of-rows.ts';
import type { PageOfRows } from '../components/pagination.tsx';
import { queryOf } from './visit.ts';

/** The number of the page that a request asks for. */
export function pageNumber(url: string): number {
  const page = Number(queryOf(url).get('page') ?? '1');
  return Number.isInteger(page) && page > 0 ? page : 1;
}

function urlOfPage(url: string, page: number): string {
  const [path = ''] = url.split('?');
  const query = queryOf(url);
  if (page === 1) query.delete('page');
  else query.set('page', String(page));
  return query.size === 0 ? path : `${path}?${query}`;
}

/** Which rows of how many a page shows, with links to the pages around it that keep the filter. */
export function pageOfRows(url: string, { rows, page, pageSize, total }: RowPage<unknown>): PageOfRows {
  const first = (page - 1) * pageSize + (rows.length === 0 ? 0 : 1);
  return {
    first,
    last: (page - 1) * pageSize + rows.length,
    total,
    ...(page > 1 ? { previousUrl: urlOfPage(url, page - 1) } : {}),
    ...(page * pageSize < total ? { nextUrl: urlOfPage(url, page + 1) } : {}),
  };
}
