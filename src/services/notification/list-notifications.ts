import type { Queryable } from '../../storage/database.ts';
import { findNotificationTarget } from '../../storage/notification-targets.ts';
import {
  countNotifications,
  listNotifications as listRows,
  type NotificationRow,
} from '../../storage/notifications.ts';
import { type RowPage, readPage } from '../reporting/page-of-rows.ts';

/** What a third party was told, and where. Times in milliseconds. */
export interface NotificationOverview {
  readonly notifyUri: string | undefined;
  /** Since when nothing is sent, because the receiver answered 410. */
  readonly paused: number | undefined;
  /** When the secret that signs was made; undefined: nothing is signed. */
  readonly secretCreated: number | undefined;
  /** Newest first. */
  readonly notifications: RowPage<NotificationRow>;
}

/** A page of what a third party was told, newest first, with how it is told. */
export async function listNotifications(
  { db }: { readonly db: Queryable },
  { clientId, page }: { readonly clientId: number; readonly page: number },
): Promise<NotificationOverview> {
  const target = await findNotificationTarget(db, clientId);
  return {
    notifyUri: target?.notifyUri ?? undefined,
    paused: target?.paused ?? undefined,
    secretCreated: target?.secretCreated ?? undefined,
    notifications: await readPage(
      { page },
      () => countNotifications(db, { clientId }),
      (window) => listRows(db, { clientId, ...window }),
    ),
  };
}
