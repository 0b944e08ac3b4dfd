import {
  listNotifications,
  type NotificationOverview,
} from '../../../services/notification/list-notifications.ts';
import {
  replaceNotifySecret,
  resumeNotifications,
  sendTestNotification,
} from '../../../services/notification/notify-settings.ts';
import { replayNotification } from '../../../services/notification/replay-notification.ts';
import type { WebAnswer } from '../../serving/answer.ts';
import { leaveFlash, takeFlash } from '../../serving/flash.ts';
import type { PageRoute } from '../../serving/mount-page.ts';
import { faceOfRegistration, mapRows } from '../../serving/registration-views.ts';
import { pageNumber, pageOfRows } from '../../serving/rows.ts';
import { type PostedVisit, pageOf, type SignedInVisit } from '../../serving/visit.ts';
import {
  type NotificationEvent,
  type NotificationsProps,
  renderNotifications,
  type SentNotification,
} from '../notifications.tsx';
import { ownRegistration } from './own-registration.ts';

/** How long a secret that was replaced still signs. */
const overlapMs = 24 * 3_600_000;

type Row = NotificationOverview['notifications']['rows'][number];

function sentNotification(row: Row): SentNotification {
  const { uid, resources, created, state, tries, nextTry, lastStatus, lastMs, lastError } = row;
  return {
    ...{ uid, resources, created, state, tries },
    event: row.event as NotificationEvent,
    ...(state !== 'waiting' || nextTry === null ? {} : { nextTry }),
    ...(lastStatus === null ? {} : { status: lastStatus }),
    ...(lastMs === null ? {} : { milliseconds: lastMs }),
    ...(lastError === null ? {} : { error: lastError }),
  };
}

const doneWords: readonly string[] = ['testSent', 'resumed', 'replayed'];

async function show(visit: SignedInVisit): Promise<WebAnswer> {
  const { context, session } = visit;
  const registration = await ownRegistration(visit);
  const { done, shown } = await takeFlash(context, session);
  const found = await listNotifications(context, {
    clientId: registration.id,
    page: pageNumber(visit.url),
  });
  const page = mapRows(found.notifications, sentNotification);
  const { notifyUri, paused, secretCreated } = found;
  const secret = shown?.find(({ kind }) => kind === 'notify_secret')?.value;
  return {
    html: renderNotifications(pageOf(visit), {
      registration: faceOfRegistration(registration),
      notifications: page.rows,
      rows: pageOfRows(visit.url, page),
      ...(notifyUri === undefined ? {} : { notifyUri }),
      ...(paused === undefined ? {} : { pausedAt: paused }),
      ...(secretCreated === undefined ? {} : { secretCreated }),
      ...(secret === undefined ? {} : { shownSecret: secret }),
      ...(done !== undefined && doneWords.includes(done)
        ? { done: done as NonNullable<NotificationsProps['done']> }
        : {}),
    }),
  };
}

async function act(visit: SignedInVisit & PostedVisit, clientId: number): Promise<void> {
  const { context, session, form } = visit;
  const intent = form.text('intent');
  if (intent === 'test') {
    await sendTestNotification(context, { clientId });
    await leaveFlash(context, session, { done: 'testSent' });
  }
  if (intent === 'resume') {
    await resumeNotifications(context, { clientId });
    await leaveFlash(context, session, { done: 'resumed' });
  }
  if (intent === 'new_secret') {
    const value = await replaceNotifySecret(context, { clientId, overlapMs });
    await leaveFlash(context, session, { shown: [{ kind: 'notify_secret', value }] });
  }
  if (intent === 'replay') {
    await replayNotification(context, { clientId, uid: form.text('notification') });
    await leaveFlash(context, session, { done: 'replayed' });
  }
}

/** What a third party was told; tests, replays, the signing secret. */
export const notificationsRoute: PageRoute = {
  access: 'signed_in',
  path: (paths) => paths.registrationNotifications(':uid'),
  get: show,
  post: async (visit) => {
    const registration = await ownRegistration(visit);
    await act(visit, registration.id);
    return { redirect: visit.paths.registrationNotifications(registration.uid) };
  },
};
