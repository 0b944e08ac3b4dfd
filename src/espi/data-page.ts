import { type Query, readCount } from './query-parameter.ts';

/** Which of the matching entries of a collection a client wants. */
export interface DataPage {
  /** How many matching entries are left out before the first one. */
  readonly skip: number;
  /** At most so many entries follow; absent for all. */
  readonly limit?: number;
}

/**
 * Reads `start-index`, `max-results` and `depth` of a query.
 *
 * `start-index` counts from 1 (0 means the same as 1) and counts matching entries; `max-results` stops.
 * `depth` is checked and has no effect: no source of the standard says what it nests.
 *
 * @throws WindowError naming the parameter that is malformed or repeated.
 * @see FB_37 Query Parameters
 */
export function parsePage(query: Query): DataPage {
  const startIndex = readCount(query, 'start-index') ?? 1;
  const limit = readCount(query, 'max-results');
  readCount(query, 'depth');
  return { skip: Math.max(startIndex - 1, 0), ...(limit === undefined ? {} : { limit }) };
}

/** The page as one string for ETags and cache keys; empty when it leaves nothing out. */
export function canonicalPage(page: DataPage): string {
  const start = page.skip === 0 ? [] : [`start-index=${page.skip + 1}`];
  const limit = page.limit === undefined ? [] : [`max-results=${page.limit}`];
  return [...start, ...limit].join('&');
}
