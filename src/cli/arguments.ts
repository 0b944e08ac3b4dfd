import { InvalidArgumentError, Option } from 'commander';

/** A moment, as a date (`2026-01-31`, midnight UTC) or a time with offset, in seconds. */
export function parseMoment(text: string): number {
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const isTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})$/.test(text);
  const milliseconds = isDate || isTime ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(milliseconds)) throw new InvalidArgumentError('Write 2026-01-31 or 2026-01-31T00:00:00Z.');
  return Math.floor(milliseconds / 1000);
}

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** How long something is good: `90d`, `12h`, `never`. */
function parseLifetime(text: string): number | 'never' {
  if (text === 'never') return 'never';
  const [, count = '', unit = ''] = /^([1-9]\d{0,8})([smhd])$/.exec(text) ?? [];
  const seconds = unitSeconds[unit];
  if (seconds === undefined)
    throw new InvalidArgumentError('Write a number and s, m, h or d, such as 90d; or never.');
  return Number(count) * seconds;
}

/** The option that says how long tokens are good. */
export const lifetimeOption = (words: string): Option =>
  new Option('--lifetime <time>', `${words}: 90d, 12h, never`)
    .argParser(parseLifetime)
    .default(365 * 86_400, '365d');

/** Words between commas. */
export function parseWords(text: string): string[] {
  const words = text.split(',').map((word) => word.trim());
  if (words.includes('')) throw new InvalidArgumentError('Write words between commas, such as a,b.');
  return words;
}

/** A whole number that is not negative. */
export function parseCount(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}

/** `yes` or `no`. */
export function parseYesNo(text: string): boolean {
  if (text !== 'yes' && text !== 'no') throw new InvalidArgumentError('It is yes or no.');
  return text === 'yes';
}
