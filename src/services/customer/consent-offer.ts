import type { DataKind } from '../../espi/function-blocks.ts';
import type { Scope } from '../../espi/scope.ts';
import { type CustomerSettings, defaultCustomerSettings } from '../../storage/customer-settings.ts';
import type { Utility } from '../../storage/utilities.ts';
import { type AskedTerms, askedTerms, type HistoryChoice } from '../authorization/authorize/asked-terms.ts';
import { addDays, addMonths, dayOf, startOfDay } from './calendar.ts';
import type { CustomerMeter } from './customer-meters.ts';

/** How long, as a choice. */
export type DurationKind = 'once' | 'until' | 'until_stopped';

/** A kind of data that the third party asks for. */
interface OfferedKind {
  readonly kind: DataKind;
  readonly need: 'required' | 'optional';
  readonly checked: boolean;
}

/** The durations that are offered; days as `2027-11-23`. */
interface OfferedDurations {
  readonly choices: readonly DurationKind[];
  readonly chosen: DurationKind;
  /** The last day, when it is `until`; and its bounds. */
  readonly day: string;
  readonly first: string;
  readonly last: string;
  readonly remindDays: number;
}

/** What a customer may choose between, and what is ticked at first. */
export interface ConsentOffer {
  /** The third party asked that its choices stay as they are. */
  readonly fixed: boolean;
  readonly meters: readonly (CustomerMeter & { readonly checked: boolean })[];
  readonly dataKinds: readonly OfferedKind[];
  readonly history: { readonly choices: readonly HistoryChoice[]; readonly chosen: HistoryChoice };
  readonly duration: OfferedDurations;
}

/** What a utility offers its customers, with the defaults filled in. */
export const customerSettingsOf = ({ settings }: Pick<Utility, 'settings'>): CustomerSettings => ({
  ...defaultCustomerSettings,
  ...settings.customers,
});

interface Bounds {
  readonly settings: CustomerSettings;
  /** The utility's local day. */
  readonly today: string;
  readonly timeZone: string;
}

/** Beside what was asked for: less of it, and nothing. Never more than the utility shares. */
function offerHistory(
  { history }: AskedTerms,
  { settings, today, timeZone }: Bounds,
): ConsentOffer['history'] {
  const longest = Math.max(0, ...settings.historyMonths);
  const usual: HistoryChoice = { kind: 'months', months: longest };
  const earliest = startOfDay(addMonths(today, -longest), timeZone) * 1000;
  const tooLong =
    (history.kind === 'months' && history.months > longest) ||
    (history.kind === 'since' && history.at < earliest);
  const chosen = tooLong ? usual : history;
  if (chosen.kind === 'none') return { chosen, choices: [chosen] };
  const isLess = (months: number): boolean =>
    chosen.kind === 'months'
      ? months < chosen.months
      : startOfDay(addMonths(today, -months), timeZone) * 1000 > chosen.at;
  const less = settings.historyMonths
    .filter(isLess)
    .map((months): HistoryChoice => ({ kind: 'months', months }));
  return { chosen, choices: [{ kind: 'none' }, ...less, chosen] };
}

const clamp = (day: string, first: string, last: string): string =>
  day > last ? last : day < first ? first : day;

/** Beside what was asked for: an earlier end, never a later one. */
function offerDurations(
  { duration, endNamed }: AskedTerms,
  { settings, today, timeZone }: Bounds,
): OfferedDurations {
  const first = addDays(today, 1);
  const longest = addMonths(today, settings.longestMonths);
  // A period that ends at midnight ends on the day before.
  const asked = duration.kind === 'until' ? dayOf(duration.at - 1000, timeZone) : undefined;
  const last = endNamed && asked !== undefined ? clamp(asked, first, longest) : longest;
  const allowed = settings.durations.filter(
    (kind) => !endNamed || kind === 'once' || (kind === 'until' && duration.kind === 'until'),
  );
  const choices: readonly DurationKind[] = allowed.length === 0 ? ['once'] : allowed;
  const wanted = endNamed || duration.kind === 'until_stopped' ? duration.kind : settings.defaultDuration;
  return {
    choices,
    chosen: choices.find((kind) => kind === wanted) ?? choices[0] ?? 'once',
    day: clamp(asked ?? addMonths(today, 12), first, last),
    first,
    last,
    remindDays: settings.remindDays,
  };
}

function offerDataKinds(asked: AskedTerms, { settings }: Bounds, needed: readonly DataKind[]): OfferedKind[] {
  const kinds = settings.dataKinds.filter((kind) => asked.dataKinds.has(kind));
  return kinds.map((kind) => {
    // Personal data stay the customer's choice, unless the app is about nothing else or said that it needs them.
    const required = kind !== 'customer' || kinds.length === 1 || needed.includes(kind);
    return { kind, need: required ? 'required' : 'optional', checked: required || asked.fixed };
  });
}

/** What makes an offer. */
export interface OfferInput {
  readonly utility: Pick<Utility, 'timeZone' | 'settings'>;
  /** Milliseconds. */
  readonly now: number;
  /** The scope that the third party may have. */
  readonly scope: Scope;
  /** The scopes that it is registered with. */
  readonly registered?: readonly string[] | undefined;
  readonly meters: readonly CustomerMeter[];
  /** Kinds that the third party marked as needed. */
  readonly needed?: readonly DataKind[];
}

/** Turns what a third party asks for into what its customer is offered, within what the utility offers. */
export function consentOffer({
  utility,
  now,
  scope,
  registered,
  meters,
  needed = [],
}: OfferInput): ConsentOffer {
  const { timeZone } = utility;
  const asked = askedTerms(scope, { now, timeZone, registered });
  const bounds = { settings: customerSettingsOf(utility), today: dayOf(now, timeZone), timeZone };
  return {
    fixed: asked.fixed,
    meters: meters.map((meter) => ({ ...meter, checked: meter.unavailable === undefined })),
    dataKinds: offerDataKinds(asked, bounds, needed),
    history: offerHistory(asked, bounds),
    duration: offerDurations(asked, bounds),
  };
}
