import { parsePage } from '../../espi/data-page.ts';
import { parseWindow } from '../../espi/data-window.ts';
import { type Query, WindowError } from '../../espi/query-parameter.ts';
import type { ResourceRow } from '../../espi/resources.ts';
import { AppError } from '../../platform/errors.ts';
import { type ResourceQuery, windowOf } from '../../services/resource/resource-query.ts';
import { openWindow } from '../../services/resource/window.ts';

function formatOf(query: Query): 'atom' | undefined {
  const { format } = query;
  if (format === undefined) return undefined;
  if (format === 'atom') return format;
  throw new AppError('invalid_param', 'format can only be atom: format=atom', { parameter: 'format' });
}

/**
 * Reads the query of a request for a row. Unknown parameters are ignored; windows and pages only where the row
 * has them.
 *
 * @throws AppError `invalid_param`, naming the parameter.
 */
export function resourceQuery(row: ResourceRow, query: unknown): ResourceQuery {
  const given = query as Query;
  const format = row.form === 'document' ? formatOf(given) : undefined;
  if (!row.filters) return { window: openWindow, page: { skip: 0 }, format };
  try {
    return { window: windowOf(parseWindow(given)), page: parsePage(given), format };
  } catch (error) {
    if (error instanceof WindowError)
      throw new AppError('invalid_param', error.message, { parameter: error.parameter, cause: error });
    throw error;
  }
}
