import { parseScope } from '../../espi/scope.ts';
import type { UtilitySettings } from '../../storage/utilities.ts';
import type { GrantedAuthorization } from '../authorization/principal.ts';

/** How much one IntervalBlock holds: a local day, or a local month. */
export type BlockSpan = 'day' | 'month';

const spans: Readonly<Record<string, BlockSpan>> = { daily: 'day', monthly: 'month' };

/**
 * How much one IntervalBlock of an Authorization holds: the first of its scope's `BlockDuration` that is served, else
 * what the utility says.
 */
export function blockSpanOf(
  { scope }: Pick<GrantedAuthorization, 'scope'>,
  { blockDuration }: Pick<UtilitySettings, 'blockDuration'>,
): BlockSpan {
  const asked = parseScope(scope).blockDurations.find((duration) => Object.hasOwn(spans, duration));
  return spans[asked ?? blockDuration] ?? 'day';
}
