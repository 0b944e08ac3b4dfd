import { type AuthHint, parseAdditionalScope, type ScopeSpan } from '../../../espi/additional-scope.ts';
import { type DataKind, dataKindsOf } from '../../../espi/function-blocks.ts';
import { localDay, localDayBounds } from '../../../espi/local-day.ts';
import { parseScope, type Scope } from '../../../espi/scope.ts';
import { historySeconds, monthSeconds, within } from '../../../espi/scope-narrowing.ts';
import { zoneClockOf } from '../../../espi/zone-clock-iana.ts';

/** How far back data may be read. Instants in milliseconds. */
export type HistoryChoice =
  | { readonly kind: 'none' }
  | { readonly kind: 'months'; readonly months: number }
  | { readonly kind: 'since'; readonly at: number };

/** How long sharing lasts. Instants in milliseconds. */
export type DurationChoice =
  | { readonly kind: 'once' }
  | { readonly kind: 'until'; readonly at: number }
  | { readonly kind: 'until_stopped' };

/** What a scope asks for, in the terms of the consent page: with this the page is filled in. */
export interface AskedTerms {
  readonly dataKinds: ReadonlySet<DataKind>;
  readonly history: HistoryChoice;
  /** Epoch seconds from which data are asked for. */
  readonly dataStart: number;
  readonly duration: DurationChoice;
  /** Whether the third party named an end; the customer's choice may be earlier, not later. */
  readonly endNamed: boolean;
  /** `noedit`: the choices are shown, not offered. */
  readonly fixed: boolean;
  readonly allMeters: boolean;
  readonly scopeOfUse?: string | undefined;
  /** How the third party thinks that the customer is best recognised. */
  readonly hints: readonly AuthHint[];
}

/** History where nothing is said of it: two years. */
const defaultHistorySeconds = 24 * monthSeconds;
/** End where nothing is said of it: a year from now, at the end of the day. */
const usualMonths = 12;

interface Place {
  /** Milliseconds. */
  readonly now: number;
  /** IANA name. */
  readonly timeZone: string;
  /** The scopes that the third party is registered with: what a scope does not say of its history is what they say. */
  readonly registered?: readonly string[] | undefined;
}

/** The longest history of the registered scopes that hold a scope, seconds; infinite when one has no bound. */
function registeredHistory(scope: Scope, registered: readonly string[]): number {
  const { historyLength: _, ...unbounded } = scope;
  const lengths = registered
    .map((text) => parseScope(text))
    .filter((allowed) => within(unbounded, allowed))
    .map(({ historyLength }) =>
      historyLength === undefined ? Number.POSITIVE_INFINITY : historySeconds(historyLength),
    );
  return lengths.length === 0 ? Number.POSITIVE_INFINITY : Math.max(...lengths);
}

/** The beginning of a local day, so many months away; a day that the month does not have is its last. */
function monthsAway({ now, timeZone }: Place, months: number): number {
  const clock = zoneClockOf(timeZone);
  const [year = 0, month = 1, day = 1] = localDay(Math.floor(now / 1000), clock)
    .split('-')
    .map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  const moved = new Date(Date.UTC(year, month - 1 + months, Math.min(day, last)));
  return localDayBounds(moved.toISOString().slice(0, 10), clock).start;
}

function daysAway({ now, timeZone }: Place, days: number): number {
  const clock = zoneClockOf(timeZone);
  const day = localDay(Math.floor(now / 1000), clock);
  const moved = new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
  return localDayBounds(moved, clock).start;
}

function lengthAway(place: Place, { count, unit }: ScopeSpan & { kind: 'length' }, sign: 1 | -1): number {
  if (unit === 'd') return daysAway(place, sign * count);
  return monthsAway(place, sign * (unit === 'y' ? 12 * count : count));
}

/** Epoch seconds at which a choice of history begins. */
export function historyStart(place: Place, choice: HistoryChoice): number {
  if (choice.kind === 'none') return Math.floor(place.now / 1000);
  if (choice.kind === 'since') return Math.floor(choice.at / 1000);
  return monthsAway(place, -choice.months);
}

function askedHistory(
  scope: Scope,
  place: Place,
  historical: ScopeSpan | undefined,
): Pick<AskedTerms, 'history' | 'dataStart'> {
  const monthsOf = (seconds: number): number =>
    Math.max(1, Math.min(1200, Math.round(seconds / monthSeconds)));
  const most = registeredHistory(scope, place.registered ?? []);
  const of = (history: HistoryChoice) => {
    const dataStart = historyStart(place, history);
    const earliest = Number.isFinite(most)
      ? historyStart(place, most === 0 ? { kind: 'none' } : { kind: 'months', months: monthsOf(most) })
      : dataStart;
    if (dataStart >= earliest) return { history, dataStart };
    return {
      history:
        most === 0 ? ({ kind: 'none' } as const) : ({ kind: 'months', months: monthsOf(most) } as const),
      dataStart: earliest,
    };
  };
  if (scope.historyLength === undefined && historical !== undefined) {
    if (historical.kind === 'none') return of({ kind: 'none' });
    if (historical.kind === 'day') {
      const { start } = localDayBounds(historical.day, zoneClockOf(place.timeZone));
      return of({ kind: 'since', at: start * 1000 });
    }
    if (historical.unit === 'd') return of({ kind: 'since', at: lengthAway(place, historical, -1) * 1000 });
    return of({ kind: 'months', months: historical.unit === 'y' ? 12 * historical.count : historical.count });
  }
  const seconds =
    scope.historyLength === undefined ? defaultHistorySeconds : historySeconds(scope.historyLength);
  if (seconds === 0) return of({ kind: 'none' });
  return of({ kind: 'months', months: monthsOf(seconds) });
}

function askedDuration(
  scope: Scope,
  place: Place,
  ongoing: ScopeSpan | undefined,
): Pick<AskedTerms, 'duration' | 'endNamed'> {
  const end = scope.preferredAuthEndDate;
  if (end === 0) return { duration: { kind: 'until_stopped' }, endNamed: false };
  if (end !== undefined) return { duration: { kind: 'until', at: end * 1000 }, endNamed: true };
  if (ongoing?.kind === 'none') return { duration: { kind: 'once' }, endNamed: true };
  if (ongoing?.kind === 'day') {
    const { end: at } = localDayBounds(ongoing.day, zoneClockOf(place.timeZone));
    return { duration: { kind: 'until', at: at * 1000 }, endNamed: true };
  }
  if (ongoing !== undefined)
    return { duration: { kind: 'until', at: lengthAway(place, ongoing, 1) * 1000 }, endNamed: true };
  const zone = zoneClockOf(place.timeZone);
  const { end: usual } = localDayBounds(localDay(monthsAway(place, usualMonths), zone), zone);
  return { duration: { kind: 'until', at: usual * 1000 }, endNamed: false };
}

/** What a scope asks for, with what holds where it says nothing. An end that has passed is as good as none. */
export function askedTerms(scope: Scope, place: Place): AskedTerms {
  const { noEdit, allMeters, historical, ongoing, scopeOfUse, auth } = parseAdditionalScope(
    scope.additionalScope,
  );
  const asked = askedDuration(scope, place, ongoing);
  const passed = asked.duration.kind === 'until' && asked.duration.at <= place.now;
  const { preferredAuthEndDate: _, ...endless } = scope;
  return {
    dataKinds: dataKindsOf(scope),
    ...askedHistory(scope, place, historical),
    ...(passed ? askedDuration(endless, place, undefined) : asked),
    fixed: noEdit,
    allMeters,
    scopeOfUse,
    hints: auth,
  };
}
