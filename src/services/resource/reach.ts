import type { UtilitySettings } from '../../storage/utilities.ts';
import type { GrantedAuthorization } from '../authorization/principal.ts';
import { blockSpanOf } from './block-span.ts';

/** Authorizations whose data are planned and read together, at most. */
const mostTogether = 100;

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

/** Items in their order, those of one key that follow one another together. */
export function* runsOf<T>(items: Iterable<T>, keyOf: (item: T) => string): Generator<readonly T[]> {
  let run: T[] = [];
  let runKey = '';
  for (const item of items) {
    const key = keyOf(item);
    if (run.length > 0 && (key !== runKey || run.length === mostTogether)) {
      yield run;
      run = [];
    }
    run.push(item);
    runKey = key;
  }
  if (run.length > 0) yield run;
}
