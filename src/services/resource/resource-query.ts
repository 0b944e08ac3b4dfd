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

const smallPage = 5000;

/** Whether a page is made while its reader waits, of whatever feed. */
export const isSmallPage = ({ limit }: DataPage): boolean => limit !== undefined && limit <= smallPage;

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

/** The entries of one page, in the pieces in which they were read. Reading stops with the last one that is wanted. */
export async function* paged<T>(
  pieces: AsyncIterable<readonly T[]> | Iterable<readonly T[]>,
  { skip, limit = Number.POSITIVE_INFINITY }: DataPage,
): AsyncGenerator<readonly T[]> {
  if (limit === 0) return;
  let index = 0;
  for await (const piece of pieces) {
    const end = index + piece.length;
    const within = index >= skip && end <= skip + limit;
    if (within) yield piece;
    else if (end > skip) yield piece.slice(Math.max(skip - index, 0), skip + limit - index);
    if (end >= skip + limit) return;
    index = end;
  }
}
