import { defaultCustomerSettings } from '../../storage/customer-settings.ts';
import { listExpiring, listYearOld, updateReminded } from '../../storage/reminders.ts';
import { mailGrant } from './mail-grant.ts';
import type { TellContext } from './tell-authorization-event.ts';

const yearMs = 365 * 86_400_000;
/** Most customers that one call writes to. */
const batch = 200;

async function remind(context: TellContext, id: number, of: 'end' | 'year'): Promise<void> {
  const { mailTemplates: templates, clock } = context;
  await context.db.transaction(async (tx) => {
    await updateReminded(tx, { id, of, at: clock.now() });
    const write = of === 'end' ? templates.expiring : templates.yearly;
    await mailGrant({ ...context, tx }, { authorizationId: id, write });
  });
}

/**
 * Writes to the customers whose sharing ends soon, and every year to those whose sharing has no end: once each.
 *
 * @returns how many it reminded; call again at once when it is not 0.
 */
export async function remindCustomers(context: TellContext): Promise<number> {
  const now = context.clock.now();
  const usualDays = defaultCustomerSettings.remindDays;
  const expiring = await listExpiring(context.db, { now, usualDays, limit: batch });
  for (const id of expiring) await remind(context, id, 'end');
  const yearOld = await listYearOld(context.db, { now, toldBefore: now - yearMs, limit: batch });
  for (const id of yearOld) await remind(context, id, 'year');
  return expiring.length + yearOld.length;
}
