import { AppError } from '../../platform/errors.ts';
import type { Database } from '../../storage/database.ts';
import { announceTokenChange } from '../../storage/token-changes.ts';
import {
  lockUtility,
  type Utility,
  type UtilitySettings,
  updateUtility,
  utilityOf,
} from '../../storage/utilities.ts';
import { checkUtility } from './check-utility.ts';

/** What is to change; what is absent stays. A setting of undefined goes back to its default. */
export interface UtilityChange {
  readonly name?: string | undefined;
  readonly timeZone?: string | undefined;
  readonly currency?: number | undefined;
  readonly settings?: { readonly [K in keyof UtilitySettings]?: UtilitySettings[K] | undefined };
}

const present = <T extends object>(values: T): T =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;

/**
 * Changes a utility. Every process answers accordingly from the next request on.
 *
 * @throws AppError `not_found`, `invalid_input`.
 */
export async function changeUtility(
  { db }: { readonly db: Database },
  slug: string,
  change: UtilityChange,
): Promise<Utility> {
  return await db.transaction(async (tx) => {
    const row = await lockUtility(tx, slug);
    if (row === undefined)
      throw new AppError('not_found', `There is no utility "${slug}". List them: meterhouse utility list.`);
    const { settings, ...rest } = change;
    const next = {
      ...row,
      ...present(rest as Partial<typeof row>),
      settings: present({ ...row.settings, ...settings } as Partial<UtilitySettings>),
    };
    checkUtility(next);
    await updateUtility(tx, next);
    await announceTokenChange(tx, { of: 'utility', key: String(row.id) });
    return utilityOf(next);
  });
}
