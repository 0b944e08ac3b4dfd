import { type DataKind, dataKindsOf } from '../../espi/function-blocks.ts';
import { parseScope } from '../../espi/scope.ts';
import {
  type ChangedPoint,
  type CutRange,
  listChangedAuthorizations,
  listChangedPoints,
  listWholePoints,
} from '../../storage/bulk-changes.ts';
import type { Queryable } from '../../storage/database.ts';
import { isActive } from '../authorization/granted-authorization.ts';
import type { CutMember } from './split-bulk.ts';

/** Whether the customer shares something of what changed at a usage point. */
function sees(kinds: ReadonlySet<DataKind>, { kinds: changed }: ChangedPoint): boolean {
  return changed.some((kind) =>
    kind === 'point'
      ? kinds.has('intervals') || kinds.has('usageSummaries') || kinds.has('qualitySummaries')
      : kinds.has(kind),
  );
}

type Points = CutMember['points'][number][];

function byAuthorization(
  points: readonly (Points[number] & { readonly authorizationId: number })[],
): Map<number, Points> {
  const groups = new Map<number, Points>();
  for (const { authorizationId, upId, readings } of points) {
    const group = groups.get(authorizationId) ?? [];
    group.push({ upId, readings });
    groups.set(authorizationId, group);
  }
  return groups;
}

/**
 * The Authorizations of a third party of which a cut has something to say, in the order of entry: those that were
 * granted, began, changed or ended, and those that share data that came or changed.
 */
export async function listCutMembers(db: Queryable, range: CutRange): Promise<CutMember[]> {
  const authorizations = await listChangedAuthorizations(db, range);
  const active = new Set(authorizations.filter((view) => isActive(view, range.at)).map(({ id }) => id));
  const fresh = authorizations.filter(({ id, whole }) => whole && active.has(id)).map(({ id }) => id);
  const whole = byAuthorization(await listWholePoints(db, { authorizationIds: fresh, to: range.to }));

  const kindsOf = new Map<string, ReadonlySet<DataKind>>();
  const shared = (point: ChangedPoint): boolean => {
    const kinds = kindsOf.get(point.scope) ?? dataKindsOf(parseScope(point.scope));
    kindsOf.set(point.scope, kinds);
    return sees(kinds, point);
  };
  const changed = byAuthorization((await listChangedPoints(db, range)).filter(shared));

  const isFresh = new Set(fresh);
  const ids = new Set([...authorizations.map(({ id }) => id), ...changed.keys()]);
  return [...ids]
    .sort((a, b) => a - b)
    .map((id) => ({
      authorizationId: id,
      active: active.has(id) || changed.has(id),
      whole: isFresh.has(id),
      points: (isFresh.has(id) ? whole : changed).get(id) ?? [],
    }));
}
