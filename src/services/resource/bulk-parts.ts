import { sha256 } from '../../platform/hash.ts';
import type { AuthorizationView } from '../../storage/authorization-views.ts';
import { grantedAuthorization } from '../authorization/granted-authorization.ts';
import type { Principal } from '../authorization/principal.ts';
import type { FeedSize } from './answer.ts';
import type { ResourceContext } from './context.ts';
import { sizeOfPlan } from './feed-size.ts';
import { loadedAuthorization } from './load-authorizations.ts';
import type { Loaded } from './loaded.ts';
import { subscriptionEntries } from './subscription-entries.ts';
import { newestOfPlan, type PointPlan, planIdentity, planSubscription } from './subscription-plan.ts';
import type { Window } from './window.ts';

/** Which part of an Authorization a bulk feed is to hold. */
export interface BulkSelection {
  readonly view: AuthorizationView;
  /** Whether the Authorization itself stands in the feed; it does, too, when any of its data does. */
  readonly listed: boolean;
  /** Which of its data; undefined for none, because it is not active. */
  readonly window: Window | undefined;
  /** Keys of the usage points; absent for all. */
  readonly upIds?: ReadonlySet<number> | undefined;
}

/** What a bulk feed holds of one Authorization. */
export interface BulkPart extends BulkSelection {
  readonly holdsData: boolean;
  readonly newest: number;
  readonly identity: string;
  readonly size: FeedSize;
  /** Absent: it is made again when its turn comes. */
  readonly plan?: readonly PointPlan[];
}

interface BulkInput {
  readonly principal: Principal;
  /** Whether the plans are kept until their turn comes: for feeds that are known not to hold much. */
  readonly keepPlans?: boolean;
}

const readerOf = (principal: Principal, view: AuthorizationView): Principal => ({
  ...principal,
  authorization: grantedAuthorization(view),
});

async function planOf(
  context: ResourceContext,
  { principal }: BulkInput,
  { view, window, upIds }: BulkSelection,
): Promise<PointPlan[]> {
  if (window === undefined) return [];
  const plan = await planSubscription(context, { principal: readerOf(principal, view), window });
  return upIds === undefined ? plan : plan.filter(({ point }) => upIds.has(point.id));
}

/** Plans a bulk feed, an Authorization at a time; those of which it holds nothing are left out. */
export async function planBulk(
  context: ResourceContext,
  input: BulkInput,
  selections: readonly BulkSelection[],
): Promise<BulkPart[]> {
  const parts: BulkPart[] = [];
  for (const selection of selections) {
    const plan = await planOf(context, input, selection);
    if (!selection.listed && plan.length === 0) continue;
    const { view, window } = selection;
    const { readings, entries } = sizeOfPlan(plan);
    parts.push({
      ...selection,
      holdsData: plan.length > 0,
      newest: Math.max(view.updated, newestOfPlan(plan)),
      identity: sha256(JSON.stringify([view, window !== undefined, planIdentity(plan)])),
      size: { readings, entries: entries + 1 },
      ...(input.keepPlans === true ? { plan } : {}),
    });
  }
  return parts;
}

/** How much a planned bulk feed holds. */
export function sizeOfBulk(parts: readonly BulkPart[]): FeedSize {
  return {
    readings: parts.reduce((sum, { size }) => sum + size.readings, 0),
    entries: parts.reduce((sum, { size }) => sum + size.entries, 0),
  };
}

/** The newest `updated` among the entries of a planned bulk feed; 0 when it is empty. */
export const newestOfBulk = (parts: readonly BulkPart[]): number =>
  parts.reduce((newest, part) => Math.max(newest, part.newest), 0);

/**
 * The entries of a planned bulk feed: the Authorizations, then the data of each. LocalTimeParameters and
 * ReadingTypes that several share stand once.
 */
export async function* bulkEntries(
  context: ResourceContext,
  input: BulkInput,
  parts: readonly BulkPart[],
): AsyncGenerator<readonly Loaded[]> {
  const { principal } = input;
  const { clock, publicUrl } = context;
  const facts = { publicUrl, bulkUid: principal.client.bulkUid, now: clock.now() };
  yield parts.map(({ view }) => loadedAuthorization(facts, view));
  const seen = new Set<string>();
  for (const part of parts) {
    if (!part.holdsData || part.window === undefined) continue;
    const plan = part.plan ?? (await planOf(context, input, part));
    const { range } = part.window;
    yield* subscriptionEntries(context, { principal: readerOf(principal, part.view), plan, range, seen });
  }
}
