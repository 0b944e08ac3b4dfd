import { resourceRoot } from '../../espi/resources.ts';
import type { NotifiedAuthorization } from '../../storage/notification-targets.ts';

/** Whether the data of an Authorization can be read now. */
export const isOn = (
  { status, start, end }: Pick<NotifiedAuthorization, 'status' | 'start' | 'end'>,
  now: number,
): boolean => status === 1 && start * 1000 <= now && (end === null || now < end * 1000);

/** Where its third party finds the usage data of an Authorization, and the customer's. */
export function batchesOf(
  publicUrl: string,
  { uid }: Pick<NotifiedAuthorization, 'uid'>,
): { readonly usage: string; readonly customer: string } {
  const base = `${publicUrl}${resourceRoot}/Batch`;
  return { usage: `${base}/Subscription/${uid}`, customer: `${base}/RetailCustomer/${uid}` };
}
