import type { Clock } from '../../platform/clock.ts';
import { findCustomerFace } from '../../storage/customer-identities.ts';
import { listCustomerMeterRows } from '../../storage/customer-meters.ts';
import type { Database, Queryable } from '../../storage/database.ts';
import {
  countGrants,
  findConsentTextVersion,
  findGrantOfCustomer,
  type GrantRow,
  listGrants,
} from '../../storage/grants.ts';
import { findLastNotification } from '../../storage/notifications.ts';
import type { Utility } from '../../storage/utilities.ts';
import { type Actor, endAuthorization } from '../authorization/end-authorization.ts';
import { customerSettingsOf } from './consent-offer.ts';
import { type CustomerKey, findContact, maskEmail } from './contact.ts';
import { type CustomerMeter, describeMeter } from './customer-meters.ts';
import { type GrantRecord, grantRecord } from './grant-record.ts';

interface SharingContext {
  readonly db: Queryable;
  readonly clock: Clock;
}

/** A customer as pages greet them; undefined when the utility no longer has them. */
export async function findCustomer(
  { db }: { readonly db: Queryable },
  key: { readonly customerId: number },
): Promise<{ readonly uid: string; readonly name: string } | undefined> {
  return await findCustomerFace(db, key);
}

/** Where a customer's receipts go, masked; undefined when no address is on file. */
export async function findReceiptAddress(
  { db }: { readonly db: Queryable },
  key: CustomerKey,
): Promise<string | undefined> {
  const contact = await findContact(db, key);
  return contact && maskEmail(contact.email);
}

/** The meters of a customer, with the reason for each that cannot be shared. */
export async function listCustomerMeters(
  { db, clock }: SharingContext,
  { utility, customerId }: { readonly utility: Utility; readonly customerId: number },
): Promise<CustomerMeter[]> {
  const { serviceKinds } = customerSettingsOf(utility);
  const rows = await listCustomerMeterRows(db, customerId);
  return rows.map((row) => describeMeter(row, { now: clock.now(), serviceKinds }));
}

/** What a customer shares, or shared: a page of it, and how many there are of each. */
export interface Sharing {
  readonly counts: { readonly active: number; readonly ended: number };
  readonly items: readonly GrantRecord[];
}

/** Lists what a customer shares with whom, newest first. */
export async function listSharing(
  context: SharingContext,
  input: CustomerKey & { readonly active: boolean; readonly limit: number; readonly offset: number },
): Promise<Sharing> {
  const { db, clock } = context;
  const key = {
    utilityId: input.utilityId,
    customerId: input.customerId,
    nowSeconds: Math.floor(clock.now() / 1000),
  };
  const { active, limit, offset } = input;
  const rows = await listGrants(db, { ...key, active, limit, offset });
  return {
    counts: {
      active: await countGrants(db, { ...key, active: true }),
      ended: await countGrants(db, { ...key, active: false }),
    },
    items: await Promise.all(rows.map((row) => grantRecord(context, row))),
  };
}

/** One thing that a customer shares, with what its receipt says. */
export interface Receipt {
  readonly grant: GrantRecord;
  /** Masked address of the mailed copy. */
  readonly mailedTo: string | undefined;
  readonly textVersion: string | undefined;
}

async function mailedTo(
  db: Queryable,
  { utilityId, receiptEmail, customerId }: GrantRow,
): Promise<string | undefined> {
  if (receiptEmail !== null) return maskEmail(receiptEmail);
  return customerId === null ? undefined : await findReceiptAddress({ db }, { utilityId, customerId });
}

/** The receipt of a customer's own Authorization; undefined when there is no such one. */
export async function findReceipt(
  context: SharingContext,
  key: CustomerKey & { readonly uid: string },
): Promise<Receipt | undefined> {
  const { db } = context;
  const row = await findGrantOfCustomer(db, key);
  if (row === undefined) return undefined;
  const textVersion = await findConsentTextVersion(db, row.id);
  // What an operator entered from a signed form was not mailed.
  const mailed = textVersion !== undefined || row.test;
  return {
    grant: await grantRecord(context, row),
    mailedTo: mailed ? await mailedTo(db, row) : undefined,
    textVersion,
  };
}

/** What a customer sees after stopping. */
export interface Stopped {
  readonly grant: GrantRecord;
  /** Whether the third party has taken the notification. */
  readonly told: boolean;
  readonly mailedTo: string | undefined;
}

/** What became of an Authorization that its customer stopped; undefined when it is not this customer's, or goes on. */
export async function findStopped(
  context: SharingContext,
  key: CustomerKey & { readonly uid: string },
): Promise<Stopped | undefined> {
  const { db } = context;
  const row = await findGrantOfCustomer(db, key);
  if (row === undefined || row.status === 1) return undefined;
  const last = await findLastNotification(db, { authorizationId: row.id, event: 'authorization_ended' });
  return {
    grant: await grantRecord(context, row),
    told: last?.state === 'delivered',
    mailedTo: await mailedTo(db, row),
  };
}

/**
 * Stops sharing on the customer's word: at once, for every request that comes after.
 *
 * @returns undefined when there is no such Authorization of this customer.
 */
export async function stopSharing(
  context: { readonly db: Database; readonly clock: Clock } & Parameters<typeof endAuthorization>[0],
  input: CustomerKey & { readonly uid: string; readonly reason: string; readonly actor: Omit<Actor, 'kind'> },
): Promise<'ended' | 'not_active' | undefined> {
  const { uid, customerId, utilityId, reason, actor } = input;
  return await endAuthorization(context, {
    uid,
    of: { customerId, utilityId },
    cause: 'customer',
    note: reason === '' ? undefined : reason,
    actor: { ...actor, kind: 'customer' },
  });
}
