import type { Database } from '../../storage/database.ts';
import type { FeedSize } from '../resource/answer.ts';
import type { ResourceRequest } from '../resource/context.ts';

// Some 2 MB. What is forgotten is only looked up once more.
const mostRemembered = 20_000;
const remembered = new WeakMap<Database, Set<string>>();

/** Whose data, whatever the window; undefined for those of all Authorizations of a third party. */
const keyOf = ({ principal: { authorization }, params }: ResourceRequest): string | undefined =>
  authorization && `${authorization.id} ${params.meter_uid ?? ''}`;

/** Whether what was last asked for of the same data was far from large: then a kept feed need not be looked for first. */
export function wasSmall(db: Database, request: ResourceRequest): boolean {
  const key = keyOf(request);
  return key !== undefined && remembered.get(db)?.has(key) === true;
}

/**
 * Remembers how large a feed is that was planned. Small ones may double before they are large; what has no size is never
 * large.
 */
export function noteSize(
  db: Database,
  request: ResourceRequest,
  { size, maxReadings }: { readonly size: FeedSize | undefined; readonly maxReadings: number },
): void {
  const key = keyOf(request);
  if (key === undefined) return;
  const keys = remembered.get(db) ?? new Set();
  remembered.set(db, keys);
  if (size !== undefined && size.readings > maxReadings / 2) {
    keys.delete(key);
    return;
  }
  if (keys.size >= mostRemembered) keys.clear();
  keys.add(key);
}
