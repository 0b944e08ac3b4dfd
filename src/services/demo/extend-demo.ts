import { findUsagePointExtent } from '../../storage/usage-point-extent.ts';
import { findUtility } from '../../storage/utilities.ts';
import { demoSpan, numberOf } from './calendar.ts';
import { type DemoContext, referenceMeter } from './demo-context.ts';
import { demoUtility } from './demo-utility.ts';
import { writeDemo } from './write-demo.ts';

/**
 * Adds the days since the newest reading of the demo up to yesterday, with the bills that were issued meanwhile.
 * Does nothing when there is no demo, or when it is up to date.
 *
 * @returns how many days were added.
 */
export async function extendDemo(context: DemoContext): Promise<number> {
  const utility = await findUtility(context.db, demoUtility.slug);
  if (utility === undefined) return 0;
  const place = { utilityId: utility.id, sourceKey: referenceMeter };
  const extent = await findUsagePointExtent(context.db, place);
  if (extent === undefined) return 0;
  const { until } = demoSpan(context.clock.now());
  const since = numberOf(extent.lastDay) + 1;
  if (since >= until) return 0;
  await writeDemo(context, utility, { span: { from: numberOf(extent.firstDay), until }, since });
  return until - since;
}
