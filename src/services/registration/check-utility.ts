import { isTimeZone } from '../../espi/zone-clock-iana.ts';
import { AppError } from '../../platform/errors.ts';

/** What is checked of a utility. */
interface Checked {
  readonly slug: string;
  readonly name: string;
  readonly timeZone: string;
  readonly currency: number;
}

const bad = (parameter: string, words: string): AppError =>
  new AppError('invalid_input', `${parameter}: ${words}`, { parameter });

/**
 * Checks what every utility must be.
 *
 * @throws AppError `invalid_input`, naming the option and what is accepted.
 */
export function checkUtility({ slug, name, timeZone, currency }: Checked): void {
  if (!/^[a-z][a-z0-9-]{0,39}$/.test(slug))
    throw bad(
      'slug',
      `"${slug}" is not accepted; use a-z, 0-9 and -, a letter first, 40 characters at most.`,
    );
  if (name.trim() === '' || name.length > 200) throw bad('name', 'give a name of 1 to 200 characters.');
  if (!isTimeZone(timeZone))
    throw bad('time-zone', `"${timeZone}" is not a time zone; write an IANA name such as America/Toronto.`);
  if (!Number.isInteger(currency) || currency < 0 || currency > 999)
    throw bad(
      'currency',
      `${currency} is not an ISO 4217 numeric code; 840 is the US dollar, 124 the Canadian.`,
    );
}
