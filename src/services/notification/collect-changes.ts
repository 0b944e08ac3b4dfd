import type { DataKind } from '../../espi/function-blocks.ts';
import { formatTime } from '../../espi/time.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database, Queryable } from '../../storage/database.ts';
import {
  type ChangedRange,
  findChangedCustomer,
  findChangedQuality,
  findChangedReadings,
  findChangedSummaries,
  lockNotifiedAuthorization,
  type NotifiedAuthorization,
  updateNotifiedStamp,
} from '../../storage/notification-targets.ts';
import { enqueueNotification } from './enqueue-notification.ts';
import { batchesOf, isOn } from './notified-authorization.ts';
import { notifiedScope } from './notified-scope.ts';

const finders: Readonly<Record<Exclude<DataKind, 'customer'>, typeof findChangedReadings>> = {
  intervals: findChangedReadings,
  usageSummaries: findChangedSummaries,
  qualitySummaries: findChangedQuality,
};

/** The time that the changes are about, as far as it may be read; undefined when none of it may. */
function windowOf(
  changes: readonly ChangedRange[],
  { dataStart, dataEnd }: NotifiedAuthorization,
): { start: number; end: number } | undefined {
  const starts = changes.flatMap(({ start }) => (start === null ? [] : [start]));
  const ends = changes.flatMap(({ end }) => (end === null ? [] : [end]));
  if (starts.length === 0 || ends.length === 0) return undefined;
  const start = Math.max(Math.min(...starts), dataStart ?? Number.NEGATIVE_INFINITY);
  const end = Math.min(Math.max(...ends), dataEnd ?? Number.POSITIVE_INFINITY);
  return start < end ? { start, end } : undefined;
}

async function findChanges(
  tx: Queryable,
  found: NotifiedAuthorization,
): Promise<{ window: { start: number; end: number } | undefined; customer: boolean; stamp: number }> {
  const after = Math.max(found.notifiedStamp, found.published);
  const { kinds } = notifiedScope(found.scope);
  const changes: ChangedRange[] = [];
  let customerStamp: number | null = null;
  for (const kind of kinds) {
    if (kind !== 'customer') changes.push(await finders[kind](tx, { authorizationId: found.id, after }));
    else if (found.customerId !== null)
      customerStamp = await findChangedCustomer(tx, { customerId: found.customerId, after });
  }
  const stamps = [...changes.map(({ stamp }) => stamp), customerStamp].map((stamp) => stamp ?? 0);
  return {
    window: windowOf(changes, found),
    customer: customerStamp !== null,
    stamp: Math.max(after, ...stamps),
  };
}

/**
 * Collects what came or changed for one Authorization since its third party was last told, and tells it: where
 * the usage data are, narrowed to the time that they are about, and where the customer's data are.
 *
 * @returns uid of the notification; undefined when there is nothing to tell.
 */
export async function collectChanges(
  { db, clock, publicUrl }: { readonly db: Database; readonly clock: Clock; readonly publicUrl: string },
  { authorizationId }: { readonly authorizationId: number },
): Promise<string | undefined> {
  return await db.transaction(async (tx) => {
    const found = await lockNotifiedAuthorization(tx, authorizationId);
    const now = clock.now();
    // Before it begins nothing can be read: all of it is told of then.
    if (found === undefined || !isOn(found, now)) return undefined;
    const { window, customer, stamp } = await findChanges(tx, found);
    const { usage, customer: customerUri } = batchesOf(publicUrl, found);
    const resources: string[] = [];
    if (window !== undefined) {
      const from = `published-min=${formatTime(window.start * 1000)}`;
      const to = `published-max=${formatTime(window.end * 1000)}`;
      resources.push(`${usage}?${from}&${to}`);
    }
    if (customer) resources.push(customerUri);
    if (resources.length === 0) return undefined;
    await updateNotifiedStamp(tx, { id: found.id, stamp, at: now });
    return await enqueueNotification(
      { tx, clock },
      { clientId: found.clientId, authorizationId: found.id, event: 'data', resources },
    );
  });
}
