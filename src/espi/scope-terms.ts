/** A frequency by name; how it is written in the standard. */
export const frequencyNames = ['billingPeriod', 'daily', 'monthly', 'seasonal', 'weekly'] as const;
export type FrequencyName = (typeof frequencyNames)[number];

/** Seconds, or a frequency by name. */
export type Duration = number | FrequencyName;

/** A term of which the standard says nothing; it is kept. */
interface ScopeExtension {
  /** Letters and digits, a letter first. */
  readonly name: string;
  readonly value: string;
}

/** What a scope says. Lists may be empty, but for `functionBlocks`. */
export interface ScopeTerms {
  /** Numbers of function blocks, ascending, each once. */
  readonly functionBlocks: readonly number[];
  readonly intervalDurations: readonly Duration[];
  readonly blockDurations: readonly Duration[];
  /** Seconds in most scopes, months in others: the number as it stands. */
  readonly historyLength?: number;
  readonly subscriptionFrequency?: Duration;
  /** How many usage points the subscription has. */
  readonly accountCollection?: number;
  /** Ids of bulk feeds. */
  readonly br: readonly string[];
  /** Epoch seconds; 0 for an authorization without end. */
  readonly preferredAuthEndDate?: number;
  /** Tokens joined by `_`, which may stand inside a token too: as it stands. */
  readonly additionalScope?: string;
  /** Other terms, in their order. */
  readonly extensions: readonly ScopeExtension[];
}

/** The most characters that a scope may have. */
export const maxScopeLength = 256;

/** Text that is not a scope. The message names the place and the fix. */
export class ScopeError extends Error {
  /** How many characters stand before the fault. */
  readonly position: number;

  constructor(position: number, reason: string) {
    super(`Scope, character ${position + 1}: ${reason}`);
    this.name = 'ScopeError';
    this.position = position;
  }
}
