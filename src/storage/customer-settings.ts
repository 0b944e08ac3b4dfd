import type { DataKind } from '../espi/function-blocks.ts';

/** A fact from the bill that proves who somebody is. */
export type BillFact = 'postal_code' | 'bill_total' | 'bill_date' | 'meter_number' | 'phone' | 'last_name';

/** How a customer was recognised. */
export type IdentifyKind = 'password' | 'email_code' | 'lookup' | 'openid' | 'test';

/** The utility's own OpenID Connect provider. */
export interface OpenidSetting {
  readonly kind: 'openid';
  /** Where its discovery document is found. */
  readonly issuer: string;
  readonly clientId: string;
  /** AES-256-GCM under the key of the installation. */
  readonly clientSecretCiphertext: string;
  /** A claim that names the customer as the utility does, or by account number; for people who come first time. */
  readonly customerClaim?: string;
}

/** A way for customers to show who they are. */
export type IdentifySetting =
  | { readonly kind: 'password' | 'email_code' | 'test' }
  | { readonly kind: 'lookup'; readonly fact: BillFact }
  | OpenidSetting;

/** What a utility offers its customers, and within which bounds. */
export interface CustomerSettings {
  /** Ways to show who one is, best first. Test customers are always offered to third parties in the sandbox. */
  readonly identify: readonly IdentifySetting[];
  /** Kinds of data that can be shared at all. */
  readonly dataKinds: readonly DataKind[];
  /** Services that can be shared: ServiceKind of UsagePoint (0 electricity, 1 gas, 2 water …). */
  readonly serviceKinds: readonly number[];
  readonly durations: readonly ('once' | 'until' | 'until_stopped')[];
  /** Which one is ticked when the third party asks for none. */
  readonly defaultDuration: 'once' | 'until' | 'until_stopped';
  /** How far ahead the last day may lie. */
  readonly longestMonths: number;
  /** How far back data may be shared, when the third party asks for more; and what else is offered. */
  readonly historyMonths: readonly number[];
  /** Days before the end on which the customer is reminded. */
  readonly remindDays: number;
}

/** What holds where a utility has set nothing. */
export const defaultCustomerSettings: CustomerSettings = {
  identify: [{ kind: 'lookup', fact: 'postal_code' }, { kind: 'password' }, { kind: 'email_code' }],
  dataKinds: ['intervals', 'usageSummaries', 'qualitySummaries', 'customer'],
  serviceKinds: [0, 1, 2, 4],
  durations: ['once', 'until', 'until_stopped'],
  defaultDuration: 'until',
  longestMonths: 36,
  historyMonths: [12, 24],
  remindDays: 30,
};
