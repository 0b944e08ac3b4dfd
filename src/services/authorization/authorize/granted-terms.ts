import type { DataKind } from '../../../espi/function-blocks.ts';
import { localDay } from '../../../espi/local-day.ts';
import type { Scope } from '../../../espi/scope.ts';
import { narrow } from '../../../espi/scope-narrowing.ts';
import { zoneClockOf } from '../../../espi/zone-clock-iana.ts';
import { AppError } from '../../../platform/errors.ts';
import { type AskedTerms, type DurationChoice, type HistoryChoice, historyStart } from './asked-terms.ts';

/** What the customer chose on the consent page. */
export interface ConsentChoices {
  readonly dataKinds: ReadonlySet<DataKind>;
  readonly history: HistoryChoice;
  readonly duration: DurationChoice;
}

/** What is granted: the scope that comes back, and the bounds that the API keeps. Seconds. */
export interface GrantedTerms {
  readonly scope: Scope;
  readonly dataStart: number;
  readonly dataEnd: number | undefined;
  readonly end: number | undefined;
}

/** How long a grant for one time is open for reading. */
const onceSeconds = 86_400;

interface Place {
  /** Milliseconds. */
  readonly now: number;
  /** IANA name. */
  readonly timeZone: string;
}

/** Whether two ends are the same day for the customer, who chooses days. */
function sameEnd(a: DurationChoice, b: DurationChoice, timeZone: string): boolean {
  if (a.kind !== 'until' || b.kind !== 'until') return a.kind === b.kind;
  const clock = zoneClockOf(timeZone);
  const day = (at: number): string => localDay(Math.floor(at / 1000), clock);
  // A day ends where the next begins: an end at midnight is the day before, too.
  return day(a.at) === day(b.at) || day(a.at - 1000) === day(b.at - 1000);
}

function endOf(duration: DurationChoice, nowSeconds: number): number | undefined {
  if (duration.kind === 'until_stopped') return undefined;
  return duration.kind === 'once' ? nowSeconds + onceSeconds : Math.floor(duration.at / 1000);
}

/**
 * What of the asked terms a customer grants: no kind of data that was not asked for, no longer history, no end later
 * than the one that was named. The text of the scope stays as it was when nothing is taken away.
 *
 * @throws AppError `invalid_input` when no data are left, or the end has passed.
 */
export function grantedTerms(
  { scope, asked }: { readonly scope: Scope; readonly asked: AskedTerms },
  choices: ConsentChoices,
  place: Place,
): GrantedTerms {
  const nowSeconds = Math.floor(place.now / 1000);
  const dataStart = Math.max(asked.dataStart, historyStart(place, choices.history));
  const shorter = dataStart > asked.dataStart;
  const kept = sameEnd(choices.duration, asked.duration, place.timeZone);
  const duration = kept ? asked.duration : choices.duration;
  const chosen = endOf(duration, nowSeconds);
  const named = asked.endNamed ? endOf(asked.duration, nowSeconds) : undefined;
  const end = named === undefined ? chosen : Math.min(named, chosen ?? Number.POSITIVE_INFINITY);
  if (end !== undefined && end <= nowSeconds)
    throw new AppError('invalid_input', 'The end of sharing has passed already. Choose a later day.', {
      parameter: 'until',
    });
  const narrowed = narrow(scope, {
    kinds: choices.dataKinds,
    ...(shorter ? { historyLength: Math.max(0, nowSeconds - dataStart) } : {}),
    ...(kept || end === undefined ? {} : { endDate: end }),
  });
  if (narrowed === undefined)
    throw new AppError('invalid_input', 'Choose at least one kind of data that was asked for.', {
      parameter: 'kind',
    });
  const once = duration.kind === 'once';
  return { scope: narrowed, dataStart, dataEnd: once ? nowSeconds : undefined, end };
}
