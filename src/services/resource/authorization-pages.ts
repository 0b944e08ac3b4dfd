import type { DataPage } from '../../espi/data-page.ts';
import { type AuthorizationView, listAuthorizationViews } from '../../storage/authorization-views.ts';
import type { RowRange } from '../../storage/row-range.ts';
import type { ResourceContext } from './context.ts';

/** Authorizations that are read by one statement. */
const pageViews = 500;

/**
 * The Authorizations of a third party in the order of entry, a page when the reader has taken the one before.
 *
 * @throws what `signal` was aborted with.
 */
export async function* authorizationPages(
  { db }: Pick<ResourceContext, 'db'>,
  {
    signal,
    ...of
  }: {
    readonly clientId: number;
    readonly range: RowRange;
    /** The greatest key: those that are granted while others are read stand in the next feed. */
    readonly upTo: number;
    /** Ends the reading before the next page. */
    readonly signal?: AbortSignal | undefined;
  },
  { skip, limit = Number.POSITIVE_INFINITY }: DataPage,
): AsyncGenerator<readonly AuthorizationView[]> {
  let read = 0;
  for (let after = 0; read < limit; ) {
    signal?.throwIfAborted();
    const wanted = Math.min(limit - read, pageViews);
    const views = await listAuthorizationViews(db, {
      ...of,
      after,
      skip: read === 0 ? skip : 0,
      limit: wanted,
    });
    if (views.length > 0) yield views;
    if (views.length < wanted) return;
    read += views.length;
    after = views.at(-1)?.id ?? after;
  }
}
