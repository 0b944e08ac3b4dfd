import { findUsagePointExtent } from '../../storage/usage-point-extent.ts';
import type { Utility } from '../../storage/utilities.ts';
import { listUtilities } from '../registration/find-utility.ts';
import { demoSpan, numberOf } from './calendar.ts';
import type { DemoContext } from './demo-context.ts';
import { placeOf, referenceMeter } from './demo-place.ts';
import { writeDemo } from './write-demo.ts';

/**
 * Adds the days since the newest reading of a utility's invented customers up to its yesterday, with the bills that were
 * issued meanwhile. Does nothing when there are no such customers, or when they are up to date.
 *
 * @returns how many days were added.
 */
export async function extendPlace(
  context: Pick<DemoContext, 'db' | 'clock'>,
  utility: Pick<Utility, 'id' | 'slug' | 'name' | 'timeZone' | 'currency'>,
): Promise<number> {
  const place = placeOf(utility);
  const meter = { utilityId: utility.id, sourceKey: referenceMeter(place) };
  const extent = await findUsagePointExtent(context.db, meter);
  if (extent === undefined) return 0;
  const { calendar, until } = demoSpan(place.calendar, context.clock.now());
  const since = numberOf(extent.lastDay) + 1;
  if (since >= until) return 0;
  const span = { calendar, from: numberOf(extent.firstDay), until };
  await writeDemo(context, utility, { place, span, since });
  return until - since;
}

/**
 * Adds the days since to the invented customers of all utilities: {@link extendPlace}.
 *
 * @returns how many days were added, over all utilities.
 */
export async function extendPlaces(context: Pick<DemoContext, 'db' | 'clock'>): Promise<number> {
  let days = 0;
  for (const utility of await listUtilities(context)) days += await extendPlace(context, utility);
  return days;
}
