import { sha256 } from '../../platform/hash.ts';
import type { AuthorizationView } from '../../storage/authorization-views.ts';
import { countUsagePoints } from '../../storage/authorization-views.ts';
import { listEndedOf } from '../../storage/large-feed-ends.ts';
import { everyRow } from '../../storage/row-range.ts';
import { grantedAuthorization } from '../authorization/granted-authorization.ts';
import type { GrantedAuthorization, Principal } from '../authorization/principal.ts';
import type { FeedSize } from './answer.ts';
import type { PlanProgress, ResourceContext, ResourceRequest } from './context.ts';
import { sizeOfPlan } from './feed-size.ts';
import { loadedAuthorization } from './load-authorizations.ts';
import type { Loaded } from './loaded.ts';
import { reachOf, runsOf } from './reach.ts';
import { nothingSeen, type Seen, subscriptionEntries } from './subscription-entries.ts';
import { newestOfPlan, type PointPlan, planIdentity, planSubscriptions } from './subscription-plan.ts';
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
  /** Usage points of which it holds data. */
  readonly points: number;
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
  /**
   * Gets the keys of the Authorizations whose data are written. Where it is given, those that have ended when their turn
   * comes are left out: for feeds that take so long that some may.
   */
  readonly holds?: Set<number>;
  /** Ends the planning before the next statements. */
  readonly signal?: AbortSignal | undefined;
  /** Hears of each run that was planned. */
  readonly onRun?: ((run: PlannedRun) => void) | undefined;
}

/** What was planned with the same statements: of so many Authorizations so much. */
interface PlannedRun {
  readonly selections: number;
  readonly size: FeedSize;
}

/** A selection that opens data, and the Authorization by which they are read. */
interface OpenSelection {
  readonly selection: BulkSelection;
  readonly grant: GrantedAuthorization;
  readonly window: Window;
}

/** Those whose data are read with the same statements: of the same reach and window. */
const keyOf = ({ grant, window }: OpenSelection, { principal }: BulkInput): string =>
  `${reachOf(grant, principal.utility.settings)} ${Object.values(window.range).join()}`;

const opened = (selection: BulkSelection): OpenSelection[] =>
  selection.window === undefined
    ? []
    : [{ selection, grant: grantedAuthorization(selection.view), window: selection.window }];

/** Plans selections with the same statements. @returns the usage points of each, by the key of its Authorization. */
async function planTogether(
  context: ResourceContext,
  { principal, signal }: BulkInput,
  run: readonly OpenSelection[],
): Promise<Map<number, PointPlan[]>> {
  const plans = new Map<number, PointPlan[]>(run.map(({ grant }) => [grant.id, []]));
  const [first] = run;
  if (first === undefined) return plans;
  const points = new Map(run.map(({ grant, selection }) => [grant.id, selection.upIds]));
  const { utility } = principal;
  const grants = run.map(({ grant }) => grant);
  const planned = await planSubscriptions(context, { utility, grants, window: first.window, signal });
  for (const plan of planned.points)
    if (points.get(plan.grant.id)?.has(plan.point.id) !== false) plans.get(plan.grant.id)?.push(plan);
  return plans;
}

/** A part with its plan. */
export type PlannedPart = BulkPart & { readonly plan: readonly PointPlan[] };

/**
 * Plans a bulk feed run by run: Authorizations of the same reach together. Those of which it holds nothing are left out.
 *
 * @throws what `signal` was aborted with.
 */
export async function* planRuns(
  context: ResourceContext,
  input: BulkInput,
  selections: readonly BulkSelection[],
): AsyncGenerator<readonly PlannedPart[]> {
  const partOf = (selection: BulkSelection, plan: readonly PointPlan[]): PlannedPart[] => {
    if (!selection.listed && plan.length === 0) return [];
    const { view, window } = selection;
    const { readings, entries } = sizeOfPlan(plan);
    return [
      {
        ...selection,
        points: plan.length,
        newest: Math.max(view.updated, newestOfPlan(plan)),
        identity: sha256(JSON.stringify([view, window !== undefined, planIdentity(plan)])),
        size: { readings, entries: entries + 1 },
        plan,
      },
    ];
  };
  const keyOfAny = (selection: BulkSelection): string => {
    const [open] = opened(selection);
    return open === undefined ? '' : keyOf(open, input);
  };
  const counts = await countUsagePoints(
    context.db,
    selections.flatMap(opened).map(({ grant }) => grant.id),
  );
  const pointsOf = ({ view }: BulkSelection): number => counts.get(view.id) ?? 0;
  for (const run of runsOf(selections, { keyOf: keyOfAny, pointsOf })) {
    const plans = await planTogether(context, input, run.flatMap(opened));
    const parts = run.flatMap((selection) => partOf(selection, plans.get(selection.view.id) ?? []));
    input.onRun?.({ selections: run.length, size: sizeOfBulk(parts) });
    yield parts;
  }
}

/** Plans a bulk feed of not many Authorizations: all its parts. @throws what `signal` was aborted with. */
export async function planBulk(
  context: ResourceContext,
  input: BulkInput,
  selections: readonly BulkSelection[],
): Promise<BulkPart[]> {
  const parts: BulkPart[] = [];
  for await (const run of planRuns(context, input, selections))
    parts.push(...(input.keepPlans === true ? run : run.map(({ plan: _, ...part }) => part)));
  return parts;
}

/** Of which nothing was planned yet. */
export const nothingPlanned: FeedSize = { readings: 0, entries: 0 };

/** How much two parts of a feed hold together. */
export const addSizes = (a: FeedSize, b: FeedSize): FeedSize => ({
  readings: a.readings + b.readings,
  entries: a.entries + b.entries,
});

/** How much a planned bulk feed holds. */
export const sizeOfBulk = (parts: readonly BulkPart[]): FeedSize =>
  parts.reduce((sum, { size }) => addSizes(sum, size), nothingPlanned);

/** Adds up the runs of so many Authorizations, and tells who asks how far the planning is. */
export function countRuns(
  { onPlanned }: Pick<ResourceRequest, 'onPlanned'>,
  total: number,
): BulkInput['onRun'] {
  if (onPlanned === undefined) return undefined;
  let progress: PlanProgress = { size: nothingPlanned, share: 0 };
  return ({ selections, size }) => {
    progress = { size: addSizes(progress.size, size), share: progress.share + selections / total };
    onPlanned(progress);
  };
}

/** The newest `updated` among the entries of a planned bulk feed; 0 when it is empty. */
export const newestOfBulk = (parts: readonly BulkPart[]): number =>
  parts.reduce((newest, part) => Math.max(newest, part.newest), 0);

/** Those of a run that have not ended meanwhile, where that is looked for. */
async function stillOpen<T>(
  { db, clock }: ResourceContext,
  { holds }: BulkInput,
  run: readonly T[],
  keyOfItem: (item: T) => number,
): Promise<readonly T[]> {
  if (holds === undefined) return run;
  const authorizationIds = run.map(keyOfItem);
  const ended = new Set(await listEndedOf(db, { authorizationIds, now: clock.now() }));
  const open = run.filter((item) => !ended.has(keyOfItem(item)));
  for (const item of open) holds.add(keyOfItem(item));
  return open;
}

/** The data of parts of one run. `seen` is what already stands in the feed. */
export async function* runEntries(
  context: ResourceContext,
  input: BulkInput,
  { run, seen }: { readonly run: readonly PlannedPart[]; readonly seen: Seen },
): AsyncGenerator<readonly Loaded[]> {
  const { settings } = input.principal.utility;
  const planned = run.filter(({ plan }) => plan.length > 0);
  const open = await stillOpen(context, input, planned, ({ view }) => view.id);
  const range = run.find(({ window }) => window !== undefined)?.window?.range ?? everyRow;
  yield* subscriptionEntries(context, { settings, plan: open.flatMap(({ plan }) => plan), range, seen });
}

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
  const seen = nothingSeen();
  const { settings } = principal.utility;
  const holding = parts
    .filter(({ points }) => points > 0)
    .flatMap((part) => opened(part).map((open) => ({ ...open, part })));
  for (const planned of runsOf(holding, {
    keyOf: (open) => keyOf(open, input),
    pointsOf: ({ part }) => part.points,
  })) {
    const run = await stillOpen(context, input, planned, ({ grant }) => grant.id);
    const kept = run.flatMap(({ part: { plan } }) => (plan === undefined ? [] : [plan]));
    const plans = kept.length === run.length ? kept : (await planTogether(context, input, run)).values();
    const range = run[0]?.window.range ?? everyRow;
    yield* subscriptionEntries(context, { settings, plan: [...plans].flat(), range, seen });
  }
}
