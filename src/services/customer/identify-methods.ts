import { isTestCustomerRow } from '../../storage/customer-identities.ts';
import type { IdentifySetting, OpenidSetting } from '../../storage/customer-settings.ts';
import type { Queryable } from '../../storage/database.ts';
import type { Utility } from '../../storage/utilities.ts';
import { customerSettingsOf } from './consent-offer.ts';

/**
 * The ways in which customers of a utility can show who they are, best first.
 *
 * @param input.sandbox a third party that no operator has let go live: test customers only.
 */
export function listIdentifySettings(
  utility: Pick<Utility, 'settings'>,
  { sandbox }: { readonly sandbox: boolean },
): readonly IdentifySetting[] {
  return sandbox ? [{ kind: 'test' }] : customerSettingsOf(utility).identify;
}

/** The utility's own OpenID provider; undefined when it has none. */
export const findOpenidSetting = (utility: Pick<Utility, 'settings'>): OpenidSetting | undefined =>
  customerSettingsOf(utility).identify.find((setting) => setting.kind === 'openid');

/** Whether a customer is one of the sandbox. */
export async function isTestCustomer(
  { db }: { readonly db: Queryable },
  { customerId }: { readonly customerId: number },
): Promise<boolean> {
  return await isTestCustomerRow(db, customerId);
}
