import { isTestCustomerRow } from '../../storage/customer-accounts.ts';
import { findKnownOfAnybody, type KnownOfAnybody } from '../../storage/customer-identities.ts';
import type { IdentifySetting, OpenidSetting } from '../../storage/customer-settings.ts';
import type { Queryable } from '../../storage/database.ts';
import type { Utility } from '../../storage/utilities.ts';
import { customerSettingsOf } from './consent-offer.ts';

/** What a way needs, so that it leads to anybody at all. Facts of bills are not looked for: that would take long. */
const leadsToSomebody: Readonly<Record<IdentifySetting['kind'], (known: KnownOfAnybody) => boolean>> = {
  password: ({ passwords }) => passwords,
  email_code: ({ addresses }) => addresses,
  lookup: ({ accountNumbers, addresses }) => accountNumbers && addresses,
  openid: () => true,
  test: ({ testCustomers }) => testCustomers,
};

/**
 * The ways in which customers of a utility can show who they are, best first. One that leads to nobody of this utility,
 * as passwords where nobody has one, is left out; where all are, the list is empty.
 *
 * @param input.sandbox a third party that no operator has let go live: test customers only.
 */
export async function listIdentifySettings(
  { db }: { readonly db: Queryable },
  utility: Pick<Utility, 'id' | 'settings'>,
  { sandbox }: { readonly sandbox: boolean },
): Promise<readonly IdentifySetting[]> {
  const settings: readonly IdentifySetting[] = sandbox
    ? [{ kind: 'test' }]
    : customerSettingsOf(utility).identify;
  const known = await findKnownOfAnybody(db, utility.id);
  return settings.filter(({ kind }) => leadsToSomebody[kind](known));
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
