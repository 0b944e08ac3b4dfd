import type { VNode } from 'preact';
import { CopyValue } from '../components/code.tsx';
import { renderDocument } from '../components/document.tsx';
import { Facts } from '../components/facts.tsx';
import { Button, ButtonLink, Form } from '../components/form.tsx';
import { Card } from '../components/heading.tsx';
import { Notice, Status, type Tone } from '../components/notice.tsx';
import { type PageOfRows, Pagination } from '../components/pagination.tsx';
import { Table } from '../components/table.tsx';
import { Time } from '../components/time.tsx';
import { type Page, type View, viewOf } from '../page.ts';
import type { RegistrationFace } from '../registration-face.ts';
import { RegistrationFrame } from './registration-frame.tsx';

/** What a third party is told of. */
export type NotificationEvent =
  | 'data'
  | 'authorization_ended'
  | 'registration_changed'
  | 'batch_ready'
  | 'test';

/** One notification with what became of it. */
export interface SentNotification {
  readonly uid: string;
  readonly event: NotificationEvent;
  /** The URIs of its BatchList. */
  readonly resources: readonly string[];
  readonly created: number;
  readonly state: 'waiting' | 'delivered' | 'failed' | 'dropped';
  readonly tries: number;
  readonly nextTry?: number;
  readonly status?: number;
  readonly milliseconds?: number;
  readonly error?: string;
}

/** Posts `intent` = `test`, `resume`, `new_secret`, or `replay` with `notification` (its uid). */
export interface NotificationsProps {
  readonly registration: RegistrationFace;
  readonly notifyUri?: string;
  readonly pausedAt?: number;
  readonly secretCreated?: number;
  /** The secret made just now: the only time that it is shown. */
  readonly shownSecret?: string;
  readonly done?: 'testSent' | 'resumed' | 'replayed';
  readonly notifications: readonly SentNotification[];
  readonly rows: PageOfRows;
}

function News({ view, props }: { view: View; props: NotificationsProps }): VNode {
  const { t, f } = view;
  const words = t.notifications;
  const { done, shownSecret, pausedAt } = props;
  return (
    <>
      {done === undefined ? null : (
        <Notice tone="good" live>
          <p>{words[done]}</p>
        </Notice>
      )}
      {shownSecret === undefined ? null : (
        <Notice tone="warn" live title={words.shownTitle}>
          <p>
            <CopyValue value={shownSecret} />
          </p>
          <p class="small">
            {words.shownText} {t.shell.copyHint}
          </p>
        </Notice>
      )}
      {pausedAt === undefined ? null : (
        <Notice tone="bad" title={words.pausedTitle}>
          <p>{words.paused(f.dateTime(pausedAt))}</p>
          <Form view={view}>
            <Button look="primary" name="intent" value="resume">
              {words.resume}
            </Button>
          </Form>
        </Notice>
      )}
    </>
  );
}

function Settings({ view, props }: { view: View; props: NotificationsProps }): VNode {
  const { t, f, paths } = view;
  const words = t.notifications;
  const { notifyUri, secretCreated, registration } = props;
  return (
    <Card title={words.title}>
      <p class="muted">{words.lead}</p>
      <Facts
        facts={[
          [words.sentTo, notifyUri === undefined ? words.none : <CopyValue value={notifyUri} />],
          [
            words.secretTitle,
            <>
              {secretCreated === undefined ? words.secretNone : words.secretSince(f.date(secretCreated))}
              <span class="muted small block">{words.secretText}</span>
            </>,
          ],
        ]}
      />
      <Form view={view} class="inline-actions">
        {notifyUri === undefined ? (
          <ButtonLink href={paths.registrationEdit(registration.uid)} look="primary">
            {words.addOne}
          </ButtonLink>
        ) : (
          <Button look="primary" name="intent" value="test">
            {words.sendTest}
          </Button>
        )}
        <Button name="intent" value="new_secret">
          {words.newSecret}
        </Button>
      </Form>
    </Card>
  );
}

const tones: Readonly<Record<SentNotification['state'], Tone>> = {
  waiting: 'info',
  delivered: 'good',
  failed: 'bad',
  dropped: 'warn',
};

function What({ view, sent }: { view: View; sent: SentNotification }): VNode {
  const { t } = view;
  const [first = '', ...more] = sent.resources;
  return (
    <>
      {t.notifications.events[sent.event]}
      <code class="wrap small block">{first}</code>
      {more.length === 0 ? null : <span class="muted small">{t.notifications.more(more.length)}</span>}
    </>
  );
}

function Answer({ view, sent }: { view: View; sent: SentNotification }): VNode {
  const { t, f } = view;
  const words = t.notifications;
  return (
    <>
      {sent.status === undefined ? null : words.status(sent.status)}
      {sent.milliseconds === undefined ? null : (
        <span class="muted small"> {words.milliseconds(f.number(sent.milliseconds))}</span>
      )}
      {sent.error === undefined ? null : (
        <span class="explanation" lang="en-CA">
          {sent.error}
        </span>
      )}
      {sent.nextTry === undefined ? null : (
        <span class="muted small block">{words.nextTry(f.dateTime(sent.nextTry))}</span>
      )}
    </>
  );
}

function Replay({ view, sent }: { view: View; sent: SentNotification }): VNode {
  const words = view.t.notifications;
  return (
    <Form view={view}>
      <input type="hidden" name="notification" value={sent.uid} />
      <Button look="link" name="intent" value="replay">
        {words.replay}
        <span class="visually-hidden"> {words.replayOf(sent.uid)}</span>
      </Button>
    </Form>
  );
}

/** What a third party was told, newest first, with the receiver's answers; everything can be sent once more. */
export function renderNotifications(page: Page, props: NotificationsProps): string {
  const view = viewOf(page);
  const { t } = view;
  const words = t.notifications;
  return renderDocument(
    <RegistrationFrame view={view} registration={props.registration} tab="notifications">
      <News view={view} props={props} />
      <Settings view={view} props={props} />
      <Card title={words.sentTitle}>
        <Table
          caption={words.sentTitle}
          rows={props.notifications}
          empty={<p>{words.empty}</p>}
          columns={[
            {
              head: words.when,
              cell: ({ created }) => (
                <span class="nowrap">
                  <Time view={view} at={created} as="stamp" />
                </span>
              ),
            },
            { head: words.what, rowHead: true, cell: (sent) => <What view={view} sent={sent} /> },
            {
              head: words.state,
              cell: ({ state }) => <Status tone={tones[state]}>{words.states[state]}</Status>,
            },
            { head: words.answer, cell: (sent) => <Answer view={view} sent={sent} /> },
            { head: words.tries, numeric: true, cell: ({ tries }) => tries },
            { head: words.replay, cell: (sent) => <Replay view={view} sent={sent} /> },
          ]}
        />
        <Pagination view={view} rows={props.rows} />
      </Card>
    </RegistrationFrame>,
  );
}
