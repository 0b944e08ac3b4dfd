import type { Utility } from '../../storage/utilities.ts';
import { calendarOf, type DemoCalendar } from './calendar.ts';
import { demoDomain, demoUtility } from './demo-utility.ts';

/** Where invented customers live: at the demo utility, or as test customers at a real one. */
export interface DemoPlace {
  /** Who serves them and writes their bills. */
  readonly agency: string;
  readonly calendar: DemoCalendar;
  /** ISO 4217, numeric. */
  readonly currency: number;
  /** What their keys begin with, so that they are never taken for those of a real customer. */
  readonly keyPrefix: '' | 'test-';
  /** Where they can be written to: a reserved name that reaches nobody. */
  readonly domain: string;
}

/** What a utility calls the electric meter of the home with solar panels, which has most to show. */
const showpiece = 'solar-home-electric';

/**
 * The meter that is written last, in creation and in every extension: what it has, everybody has. It is also the
 * one of the printed commands.
 */
export const referenceMeter = ({ keyPrefix }: Pick<DemoPlace, 'keyPrefix'>): string =>
  `${keyPrefix}${showpiece}`;

/** What of a utility makes a place. */
export type PlaceUtility = Pick<Utility, 'slug' | 'name' | 'timeZone' | 'currency'>;

/** Where the invented customers of a utility live. */
export function placeOf({ slug, name, timeZone, currency }: PlaceUtility): DemoPlace {
  const isDemo = slug === demoUtility.slug;
  return {
    agency: name,
    calendar: calendarOf(timeZone),
    currency,
    keyPrefix: isDemo ? '' : 'test-',
    domain: isDemo ? demoDomain : `${slug}.example`,
  };
}
