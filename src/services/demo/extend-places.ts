import { findUsagePointExtent } from '../../storage/usage-point-extent.ts';
import type { Utility } from '../../storage/utilities.ts';
import { listUtilities } from '../registration/find-utility.ts';
import { demoSpan, numberOf } from './calendar.ts';
import type { DemoContext } from './demo-context.ts';
import { type PlaceUtility, placeOf, referenceMeter } from './demo-place.ts';
import { writeDemo } from './write-demo.ts';

/**
 * Adds the days since the newest reading of a utility's invented customers up to its yesterday, with the bills that were
 * issued meanwhile. Does nothing when there are no such customers, or when they are up to date.
 *
 * @returns how many days were added.
 */
export async function extendPlace(
  context: Pick<DemoContext, 'db' | 'clock'>,
  utility: PlaceUtility & Pick<Utility, 'id'>,
): Promise<number> {
  const sourceKey = referenceMeter(placeOf(utility));
  const extent = await findUsagePointExtent(context.db, { utilityId: utility.id, sourceKey });
  if (extent === undefined) return 0;
  // The days are those of the zone in which they were cut, whatever the utility's is by now.
  const place = placeOf({ ...utility, timeZone: extent.timeZone });
  const { calendar, until } = demoSpan(place.calendar, context.clock.now());
  const since = numberOf(extent.lastDay) + 1;
  if (since >= until) return 0;
  const span = { calendar, from: numberOf(extent.firstDay), until };
  await writeDemo(context, utility, { place, span, since });
  return until - since;
}

/**
 * Adds the days since to the invented customers of all utilities: {@link extendPlace}. What goes wrong at one keeps no other
 * waiting.
 *
 * @returns how many days were added, over all utilities.
 * @throws AggregateError of what went wrong, at the end.
 */
export async function extendPlaces(context: Pick<DemoContext, 'db' | 'clock'>): Promise<number> {
  let days = 0;
  const errors: unknown[] = [];
  for (const utility of await listUtilities(context)) {
    try {
      days += await extendPlace(context, utility);
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0)
    throw new AggregateError(errors, 'The days of some test customers could not be added');
  return days;
}
