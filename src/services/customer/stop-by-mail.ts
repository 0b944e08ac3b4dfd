import { isKeyedDigest, keyedDigest } from '../../platform/keyed-digest.ts';
import type { Queryable } from '../../storage/database.ts';
import { findGrantByUid } from '../../storage/grants.ts';
import type { IdentifyContext, IdentifyOutcome } from './identified.ts';
import { type CodeOrder, sendCodeToAddress, sendCodeToCustomer } from './send-code.ts';

const purpose = 'stop sharing by mail';

/** What a mail's link to stop sharing proves itself with. */
export const stopLinkKey = (secretKey: Uint8Array, uid: string): string =>
  keyedDigest(secretKey, purpose, uid);

/** What a link to stop from a mail leads to. */
export interface StopLink {
  readonly thirdPartyName: string;
  readonly customerId: number;
  /** Where the mail with the link went, when it was not the address on file. */
  readonly email: string | undefined;
}

/** What a mail's link names; undefined when it is not ours, or names nothing that can be stopped. */
export async function findStopLink(
  { db, secretKey }: { readonly db: Queryable; readonly secretKey: Uint8Array },
  { utilityId, uid, key }: { readonly utilityId: number; readonly uid: string; readonly key: string },
): Promise<StopLink | undefined> {
  if (!isKeyedDigest(secretKey, { purpose, subject: uid, digest: key })) return undefined;
  const row = await findGrantByUid(db, { utilityId, uid });
  if (row === undefined || row.customerId === null) return undefined;
  return {
    thirdPartyName: row.party.name,
    customerId: row.customerId,
    email: row.receiptEmail ?? undefined,
  };
}

/** Sends a code to the address that the mail with the link went to. */
export async function sendStopCode(
  context: IdentifyContext,
  order: CodeOrder,
  { customerId, email }: StopLink,
): Promise<IdentifyOutcome> {
  const sent =
    email === undefined
      ? await sendCodeToCustomer(context, order, { customerId, by: 'email_code' })
      : await sendCodeToAddress(context, order, {
          customerIds: [customerId],
          email,
          recipient: 'receipt',
        });
  return sent ?? { outcome: 'not_matched' };
}
