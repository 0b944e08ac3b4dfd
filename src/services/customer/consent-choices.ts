import type { HistoryChoice } from '../authorization/authorize/asked-terms.ts';
import type { ConsentChoices } from '../authorization/authorize/granted-terms.ts';
import { endOfDay, isDay } from './calendar.ts';
import type { ConsentOffer, DurationKind } from './consent-offer.ts';

/** What a customer chose on the consent page, as the form sent it. */
export interface PostedChoices {
  /** Uids. */
  readonly meters: readonly string[];
  readonly kinds: readonly string[];
  readonly history: string;
  readonly duration: string;
  /** A day. */
  readonly until: string;
  readonly receiptEmail: string;
}

/** What is wrong with a field of the form. */
type ChoiceErrors = Readonly<
  Partial<{
    meter: 'choose_meter';
    duration: 'choose_one';
    until: 'date_invalid' | 'date_out_of_range';
    receipt_email: 'email_invalid';
  }>
>;

/** A form that was read: what was chosen, or what is wrong, with the offer as the customer left it. */
export type ReadChoices =
  | { readonly choices: ConsentChoices; readonly meters: readonly string[] }
  | { readonly errors: ChoiceErrors; readonly offer: ConsentOffer };

/** Whether a text can be an e-mail address. */
export const isEmail = (text: string): boolean =>
  /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) && text.length <= 254;

/** The value that a history choice is posted as. */
const historyValue = (history: HistoryChoice): string =>
  history.kind === 'months' ? String(history.months) : history.kind;

/** What the form says, limited to what was offered. */
function chosenOf(offer: ConsentOffer, posted: PostedChoices) {
  const available = offer.meters.filter(({ unavailable }) => unavailable === undefined);
  if (offer.fixed)
    return {
      meters: available,
      kinds: offer.dataKinds.filter(({ checked }) => checked),
      history: offer.history.chosen,
      duration: offer.duration.chosen,
      until: offer.duration.day,
    };
  return {
    meters: available.filter(({ uid }) => posted.meters.includes(uid)),
    kinds: offer.dataKinds.filter(({ kind, need }) => need === 'required' || posted.kinds.includes(kind)),
    history:
      offer.history.choices.find((choice) => historyValue(choice) === posted.history) ?? offer.history.chosen,
    duration: offer.duration.choices.find((kind) => kind === posted.duration),
    until: posted.until,
  };
}

type Chosen = ReturnType<typeof chosenOf>;

function untilError(
  { first, last }: ConsentOffer['duration'],
  { duration, until }: Chosen,
): ChoiceErrors['until'] {
  if (duration !== 'until') return undefined;
  if (!isDay(until)) return 'date_invalid';
  return until < first || until > last ? 'date_out_of_range' : undefined;
}

function errorsOf(offer: ConsentOffer, posted: PostedChoices, chosen: Chosen): ChoiceErrors {
  const until = untilError(offer.duration, chosen);
  return {
    ...(chosen.meters.length === 0 ? { meter: 'choose_meter' } : {}),
    ...(chosen.duration === undefined ? { duration: 'choose_one' } : {}),
    ...(until === undefined ? {} : { until }),
    ...(posted.receiptEmail === '' || isEmail(posted.receiptEmail) ? {} : { receipt_email: 'email_invalid' }),
  };
}

/** The offer with the customer's own ticks, to be shown again. */
function offerAsLeft(offer: ConsentOffer, chosen: Chosen): ConsentOffer {
  return {
    ...offer,
    meters: offer.meters.map((meter) => ({
      ...meter,
      checked: chosen.meters.some(({ uid }) => uid === meter.uid),
    })),
    dataKinds: offer.dataKinds.map((asked) => ({
      ...asked,
      checked: chosen.kinds.some(({ kind }) => kind === asked.kind),
    })),
    history: { ...offer.history, chosen: chosen.history },
    duration: { ...offer.duration, chosen: chosen.duration ?? offer.duration.chosen, day: chosen.until },
  };
}

const durationOf = (kind: DurationKind, until: string, timeZone: string): ConsentChoices['duration'] =>
  kind === 'until' ? { kind, at: endOfDay(until, timeZone) * 1000 } : { kind };

/**
 * Reads the form of the consent page. Nothing counts that was not offered: meters of others, kinds that were not
 * asked for, a longer history; where the third party fixed its choices, the form decides nothing but yes or no.
 */
export function readChoices(
  offer: ConsentOffer,
  posted: PostedChoices,
  { timeZone }: { readonly timeZone: string },
): ReadChoices {
  const chosen = chosenOf(offer, posted);
  const errors = errorsOf(offer, posted, chosen);
  if (Object.keys(errors).length > 0) return { errors, offer: offerAsLeft(offer, chosen) };
  return {
    meters: chosen.meters.map(({ uid }) => uid),
    choices: {
      dataKinds: new Set(chosen.kinds.map(({ kind }) => kind)),
      history: chosen.history,
      duration: durationOf(chosen.duration ?? offer.duration.chosen, chosen.until, timeZone),
    },
  };
}
