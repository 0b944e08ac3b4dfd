import { endOfDay, isDay, startOfDay } from '../../../services/customer/calendar.ts';
import type { ConsentOffer } from '../../../services/customer/consent-offer.ts';
import type { PreparedConsent } from '../../../services/customer/prepare-consent.ts';
import { thirdPartyFace } from '../../serving/grant-face.ts';
import type { Visit } from '../../serving/visit.ts';
import type { ConsentProps, DurationChoice } from '../consent-props.ts';

/** How long a grant for one time lasts, as the page says it. */
const onceHours = 24;

/** The middle of a day: the same date in every format. */
const during = (day: string, timeZone: string): number => startOfDay(day, timeZone) * 1000 + 12 * 3_600_000;

function durationChoice(
  kind: ConsentOffer['duration']['chosen'],
  { day, first, last, remindDays }: ConsentOffer['duration'],
  timeZone: string,
): DurationChoice {
  if (kind === 'once') return { kind, hours: onceHours };
  if (kind === 'until_stopped') return { kind };
  return {
    kind,
    day,
    at: isDay(day) ? endOfDay(day, timeZone) * 1000 - 1000 : during(first, timeZone),
    first: during(first, timeZone),
    last: during(last, timeZone),
    remindDays,
  };
}

/** What the consent page shows of an offer. */
export function consentProps(
  visit: Visit,
  input: {
    readonly prepared: PreparedConsent;
    /** As the customer left it, when it is shown again. */
    readonly offer: ConsentOffer;
    readonly customerName: string;
    readonly test: boolean;
    readonly redirectUri: string | null;
    readonly action: string;
    readonly receiptEmail: string;
    readonly errors?: ConsentProps['errors'];
  },
): ConsentProps {
  const { prepared, offer, errors } = input;
  const { timeZone } = visit.utility;
  const host =
    input.redirectUri !== null && URL.canParse(input.redirectUri) ? new URL(input.redirectUri).host : '';
  return {
    customer: { name: input.customerName },
    thirdParty: thirdPartyFace(prepared.party, visit),
    test: input.test,
    meters: offer.meters,
    dataKinds: offer.dataKinds,
    history: offer.history,
    duration: {
      choices: offer.duration.choices.map((kind) => durationChoice(kind, offer.duration, timeZone)),
      chosen: offer.duration.chosen,
    },
    fixed: offer.fixed,
    receipt: prepared.receiptTo === undefined ? { ask: input.receiptEmail } : { masked: prepared.receiptTo },
    action: input.action,
    ...(host === '' ? {} : { returnHost: host }),
    ...(errors === undefined ? {} : { errors }),
  };
}
