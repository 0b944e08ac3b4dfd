import type { UtilitySettings } from '../../storage/utilities.ts';
import type { GrantedAuthorization } from '../authorization/principal.ts';
import { blockSpanOf } from './block-span.ts';

/** Usage points that are planned and read together, and those of one more Authorization. */
const pointsTogether = 500;

/**
 * What an Authorization lets its reader see, but for whose data it is: those of the same reach are read with the same
 * statements.
 */
export const reachOf = (
  grant: GrantedAuthorization,
  settings: Pick<UtilitySettings, 'blockDuration'>,
): string =>
  JSON.stringify([
    [...grant.dataKinds].sort(),
    grant.dataStart ?? null,
    grant.dataEnd ?? null,
    blockSpanOf(grant, settings),
  ]);

/** Items in their order, those of one key that follow one another together, as long as they have few usage points. */
export function* runsOf<T>(
  items: Iterable<T>,
  { keyOf, pointsOf }: { readonly keyOf: (item: T) => string; readonly pointsOf: (item: T) => number },
): Generator<readonly T[]> {
  let run: T[] = [];
  let runKey = '';
  let points = 0;
  for (const item of items) {
    const key = keyOf(item);
    if (run.length > 0 && (key !== runKey || points >= pointsTogether)) {
      yield run;
      run = [];
      points = 0;
    }
    run.push(item);
    runKey = key;
    points += pointsOf(item);
  }
  if (run.length > 0) yield run;
}
