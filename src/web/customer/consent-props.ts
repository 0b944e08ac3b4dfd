import type { DataKind } from '../../espi/function-blocks.ts';
import type { History, MeterFace, ThirdPartyFace } from '../grant.ts';
import type { FieldErrors, UnavailableReason } from '../vocabulary.ts';

/** A meter as it stands on the page: to tick, or with the reason why it cannot be. */
export interface ConsentMeter extends MeterFace {
  readonly checked: boolean;
  readonly closedOn?: number;
  readonly unavailable?: UnavailableReason;
}

/** A kind of data that the third party asks for. `required` ones are shown ticked, without a control. */
export interface ConsentDataKind {
  readonly kind: DataKind;
  readonly need: 'required' | 'optional';
  readonly checked: boolean;
}

/** How long sharing may last; `until` has a date field with its first and last day. */
export type DurationChoice =
  | { readonly kind: 'once'; readonly hours: number }
  | {
      readonly kind: 'until';
      /** The day in the field, `2027-11-23`; kept as entered when it was wrong. */
      readonly day: string;
      /** The same day as an instant, for pages where it cannot be changed. */
      readonly at: number;
      readonly first: number;
      readonly last: number;
      readonly remindDays: number;
    }
  | { readonly kind: 'until_stopped' };

/**
 * Everything that the consent page shows. It posts `meter` (uid, repeated), `kind` (a DataKind, repeated, optional
 * ones only), `history` (`none`, a number of months, or `since`), `duration` (a DurationKind), `until` (a day),
 * `receipt_email`, and `decision` = `share` or `decline`; "not you" posts `intent` = `switch`.
 */
export interface ConsentProps {
  readonly customer: { readonly name: string };
  readonly thirdParty: ThirdPartyFace;
  /** The registration is in the sandbox: the customer is a test customer. */
  readonly test: boolean;
  readonly meters: readonly ConsentMeter[];
  readonly dataKinds: readonly ConsentDataKind[];
  readonly history: { readonly choices: readonly History[]; readonly chosen: History };
  readonly duration: {
    readonly choices: readonly DurationChoice[];
    readonly chosen: DurationChoice['kind'];
  };
  /** The third party asked that its choices stay as they are (`noedit`): they are shown, not offered. */
  readonly fixed: boolean;
  /** Where the receipt goes: masked when on file; `ask` shows a field with what was entered. */
  readonly receipt: { readonly masked: string } | { readonly ask: string };
  /** Host of the redirect URI; absent when the customer ends on the receipt. */
  readonly returnHost?: string;
  readonly action: string;
  readonly errors?: FieldErrors<'meter' | 'until' | 'duration' | 'receipt_email'>;
}
