import type { Parser } from './parsers.ts';

/** One option. */
export interface Option<T> {
  /** The environment variable. */
  readonly name: string;
  readonly parse: Parser<T>;
  /** What is accepted, in words that end a sentence. */
  readonly accepted: string;
  /** What holds when it is not set; absent where that is worked out, as `defaultWords` says. */
  readonly default?: T;
  readonly defaultWords?: string;
  /** Secrets are never shown, and may stand in a file that `NAME_FILE` names. */
  readonly secret?: boolean;
  readonly description: string;
  /** Version that brought it. */
  readonly since: string;
  /** A value for `.env.example`. */
  readonly example?: string;
}

/** A row of the table of options, with its literal types. */
export const option = <T, O extends Option<T>>(row: O & Option<T>): O => row;
