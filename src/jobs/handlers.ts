import type { HttpClient } from '../platform/http-client.ts';
import type { MailTransport } from '../platform/smtp.ts';
import {
  type AuthorizationEventJob,
  authorizationEventJobKind,
} from '../services/authorization/authorization-jobs.ts';
import type { TokenCache } from '../services/authorization/token-cache.ts';
import { type TellContext, tellAuthorizationEvent } from '../services/customer/tell-authorization-event.ts';
import { deliverMail } from '../services/mail/deliver-mail.ts';
import { mailJobKind } from '../services/mail/enqueue-mail.ts';
import { collectChanges } from '../services/notification/collect-changes.ts';
import { deliverNotification } from '../services/notification/deliver-notification.ts';
import { dataNotificationJobKind } from '../services/notification/enqueue-data-notifications.ts';
import { notificationJobKind } from '../services/notification/enqueue-notification.ts';
import { mailPaused } from '../services/notification/mail-paused.ts';
import {
  endAuthorizationsOf,
  registrationEndJobKind,
} from '../services/registration/end-authorizations-of.ts';
import { type FeedJobsContext, feedHandlers } from './feed-handlers.ts';
import type { JobHandlers, JobOutcome } from './job-handler.ts';
import type { RunnerContext } from './runner.ts';
import { regularHandlers } from './schedule.ts';

/** What doing jobs needs from the roof. */
export interface JobsContext extends TellContext, FeedJobsContext, Pick<RunnerContext, 'log'> {
  /** Posts notifications. */
  readonly httpClient: HttpClient;
  /** Absent: mails stay in the outbox. */
  readonly mailTransport?: MailTransport | undefined;
  readonly tokenCache?: TokenCache | undefined;
}

type Payload = Readonly<Record<string, unknown>>;

/** A key of the payload. A job without it was written by another program. */
function keyOf(payload: Payload, name: string): number {
  const value = payload[name];
  if (typeof value !== 'number') throw new TypeError(`The job has no ${name}`);
  return value;
}

/** A text of the payload. */
function textOf(payload: Payload, name: string): string {
  const value = payload[name];
  if (typeof value !== 'string') throw new TypeError(`The job has no ${name}`);
  return value;
}

const eventOf = ({ event }: Payload): AuthorizationEventJob['event'] => {
  if (event === 'granted' || event === 'begun' || event === 'ended' || event === 'token_reuse') return event;
  throw new TypeError(`The job has no known event: ${String(event)}`);
};

const again = (runAt: number | undefined): JobOutcome => (runAt === undefined ? undefined : { runAt });

/** What is done for each kind of job. */
export function jobHandlers(context: JobsContext): JobHandlers {
  const delivery = {
    ...context,
    onPaused: async (target: Parameters<typeof mailPaused>[1]) => await mailPaused(context, target),
  };
  return {
    ...regularHandlers(context),
    ...feedHandlers(context),
    [mailJobKind]: async ({ payload }) =>
      again(await deliverMail(context, { mailId: keyOf(payload, 'mailId') })),
    [authorizationEventJobKind]: async ({ payload }) => {
      await tellAuthorizationEvent(context, {
        authorizationId: keyOf(payload, 'authorizationId'),
        event: eventOf(payload),
      });
      return undefined;
    },
    [registrationEndJobKind]: async ({ payload }) => {
      const ended = await endAuthorizationsOf(context, {
        clientId: keyOf(payload, 'clientId'),
        note: textOf(payload, 'note'),
        actor: textOf(payload, 'actor'),
      });
      return again(ended === 0 ? undefined : context.clock.now());
    },
    [dataNotificationJobKind]: async ({ payload }) => {
      await collectChanges(context, { authorizationId: keyOf(payload, 'authorizationId') });
      return undefined;
    },
    [notificationJobKind]: async ({ payload, signal }) =>
      again(
        await deliverNotification(delivery, { notificationId: keyOf(payload, 'notificationId'), signal }),
      ),
  };
}
