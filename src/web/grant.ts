import type { DataKind } from '../espi/function-blocks.ts';
import type { LocalText } from './locale.ts';
import type { ServiceKind } from './vocabulary.ts';

/** A third party as a customer meets it. */
export interface ThirdPartyFace {
  /** What the app is called. */
  readonly name: string;
  /** The company, when its name is another. */
  readonly company?: string;
  readonly siteUrl: string;
  /** On this origin, or a `data:` URL; initials are shown when absent. */
  readonly logoUrl?: string;
  /** What it says it needs the data for: its own words. */
  readonly purpose: LocalText;
  /** Milliseconds, like every instant here. */
  readonly registeredSince: number;
  readonly privacyUrl?: string;
  readonly termsUrl?: string;
  /** Where its customers ask for help. */
  readonly contact?: string;
}

/** A meter as its customer knows it. */
export interface MeterFace {
  readonly uid: string;
  /** Address of the place, one line. */
  readonly address: string;
  readonly service: ServiceKind;
  readonly meterNumber?: string;
  /** The last digits of the account number. */
  readonly accountEnding?: string;
}

/** How far back data may be read. */
export type History =
  | { readonly kind: 'none' }
  | { readonly kind: 'months'; readonly months: number }
  | { readonly kind: 'since'; readonly at: number }
  /** Everything that there is: authorizations that an operator made. */
  | { readonly kind: 'all' };

/** When sharing ends. `once` is over shortly after it began, at `at`. */
export type Until =
  | { readonly kind: 'once'; readonly at: number }
  | { readonly kind: 'until'; readonly at: number }
  | { readonly kind: 'until_stopped' };

/** What a customer shares with a third party: an authorization in plain data. */
export interface GrantFace {
  /** Identifier in URLs, and the reference a customer may quote. */
  readonly uid: string;
  readonly thirdParty: ThirdPartyFace;
  readonly meters: readonly MeterFace[];
  readonly dataKinds: readonly DataKind[];
  readonly history: History;
  readonly since: number;
  readonly until: Until;
}
