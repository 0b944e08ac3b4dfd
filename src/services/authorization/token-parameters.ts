import { RefusedError } from './refusal.ts';

/** Longest value of a parameter that makes sense anywhere. */
const maxLength = 2048;

/** The parameters of a request to the token endpoint and its neighbours, each once. */
export interface TokenParameters {
  /** A parameter; undefined when it is absent or empty. */
  readonly get: (name: string) => string | undefined;
  /** @throws RefusedError `invalid_request` when it is absent. */
  readonly require: (name: string) => string;
}

const invalid = (name: string, words: string): RefusedError =>
  new RefusedError('invalid_request', words, {
    refusal: { code: 'parameter_invalid', parameter: name },
    parameter: name,
  });

/**
 * Reads parameters. An empty one counts as absent; a repeated one is refused, whatever its values.
 *
 * @throws RefusedError `invalid_request`.
 * @see RFC 6749 section 3.2
 */
export function tokenParameters(pairs: Iterable<readonly [string, string]>): TokenParameters {
  const values = new Map<string, string>();
  for (const [name, value] of pairs) {
    if (values.has(name)) throw invalid(name, `The parameter ${printable(name)} stands more than once.`);
    if (value.length > maxLength || value.includes('\0'))
      throw invalid(
        name,
        `The parameter ${printable(name)} cannot be read: it is too long or has a NUL character.`,
      );
    values.set(name, value);
  }
  const get = (name: string): string | undefined => values.get(name) || undefined;
  return {
    get,
    require: (name) => {
      const value = get(name);
      if (value === undefined)
        throw invalid(name, `The parameter ${name} is missing. Parameters belong in the body, as a form.`);
      return value;
    },
  };
}

const printable = (name: string): string => name.replace(/[^\x21-\x7e]/g, '?').slice(0, 50);
