import { formatTime, parseQueryTime } from './time.ts';

/** A query parameter that cannot be understood or contradicts another. The message names it and the fix. */
export class WindowError extends Error {
  /** The parameter as it stands in the query, such as `published-min`. */
  readonly parameter: string;

  constructor(parameter: string, message: string) {
    super(message);
    this.name = 'WindowError';
    this.parameter = parameter;
  }
}

/** A parsed query string: a repeated parameter is a list. */
export type Query = Readonly<Record<string, unknown>>;

function readText(query: Query, name: string): string | undefined {
  const value = query[name];
  if (value === undefined) return undefined;
  if (Array.isArray(value)) throw new WindowError(name, `${name} stands more than once; send it once`);
  if (typeof value !== 'string') throw new WindowError(name, `${name} must be a plain value`);
  return value;
}

const shown = (text: string): string => (text.length > 40 ? `"${text.slice(0, 40)}…"` : `"${text}"`);

/**
 * Reads a parameter that is an instant, in milliseconds; undefined when it is not there.
 *
 * @throws WindowError when it is malformed or repeated.
 */
export function readTime(query: Query, name: string): number | undefined {
  const text = readText(query, name);
  if (text === undefined) return undefined;
  const time = parseQueryTime(text);
  if (time === undefined) {
    const example = formatTime(Date.UTC(2026, 0, 31));
    throw new WindowError(name, `${name} ${shown(text)} is not a time; write it as ${example}`);
  }
  return time;
}

/**
 * Reads a parameter that is a whole number of at most 15 digits; undefined when it is not there.
 *
 * @throws WindowError when it is malformed or repeated.
 */
export function readCount(query: Query, name: string): number | undefined {
  const text = readText(query, name);
  if (text === undefined) return undefined;
  if (!/^\d{1,15}$/.test(text)) {
    throw new WindowError(
      name,
      `${name} ${shown(text)} is not a whole number; write it in digits, such as 100`,
    );
  }
  return Number(text);
}
