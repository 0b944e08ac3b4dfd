import type { DataPage } from '../../espi/data-page.ts';
import type { DataWindow } from '../../espi/data-window.ts';
import { everyRow } from '../../storage/row-range.ts';
import type { Window } from './window.ts';

/** What the query of a request asks for, checked. */
export interface ResourceQuery {
  readonly window: Window;
  readonly page: DataPage;
  /** `atom` wraps a bare document as an entry. */
  readonly format?: 'atom' | undefined;
}

/** A window of the query in the units of the rows. */
export function windowOf({ publishedMin, publishedMax, updatedMin, updatedMax }: DataWindow): Window {
  return {
    range: {
      startMin: publishedMin === undefined ? everyRow.startMin : publishedMin / 1000,
      startMax: publishedMax === undefined ? everyRow.startMax : publishedMax / 1000,
      updatedMin: updatedMin ?? everyRow.updatedMin,
      updatedMax: updatedMax ?? everyRow.updatedMax,
    },
    byPublished: publishedMin !== undefined || publishedMax !== undefined,
    byUpdated: updatedMin !== undefined || updatedMax !== undefined,
  };
}

/** The entries of one page. Reading stops with the last one that is wanted. */
export async function* paged<T>(
  items: AsyncIterable<T> | Iterable<T>,
  { skip, limit = Number.POSITIVE_INFINITY }: DataPage,
): AsyncGenerator<T> {
  if (limit === 0) return;
  let index = 0;
  for await (const item of items) {
    index++;
    if (index > skip) yield item;
    if (index >= skip + limit) return;
  }
}
