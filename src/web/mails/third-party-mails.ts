import type { Locale } from '../locale.ts';
import { composeMail, type Mail, type MailContext, type MailView, mailViewOf } from './mail.ts';
import type { MailBlock } from './mail-block.ts';

/** A registration as its mails name it. */
export interface AppOfMail {
  readonly uid: string;
  readonly name: string;
}

/** The operator's own words, and the language they are in. */
export interface OperatorMessage {
  readonly text: string;
  readonly lang: Locale;
}

function openButton({ paths }: MailView, app: AppOfMail, label: string): MailBlock {
  return { kind: 'button', label, url: paths.registration(app.uid) };
}

const quoted = ({ text, lang }: OperatorMessage): MailBlock => ({ kind: 'quote', text, lang });

/** The registration is there, the sandbox works, the review has begun. */
export function renderRegisteredMail(
  context: MailContext,
  { app, reviewDays }: { readonly app: AppOfMail; readonly reviewDays: number },
): Mail {
  const view = mailViewOf(context);
  const { t } = view;
  return composeMail(context, t.mails.registeredSubject(app.name), [
    { kind: 'text', text: t.mails.registeredText(app.name, context.utility.name) },
    { kind: 'text', text: t.mails.registeredReview(reviewDays) },
    openButton(view, app, t.mails.openApp),
  ]);
}

/** The operator approved, perhaps with a remark. */
export function renderApprovedMail(
  context: MailContext,
  { app, message }: { readonly app: AppOfMail; readonly message?: OperatorMessage },
): Mail {
  const view = mailViewOf(context);
  const { t } = view;
  return composeMail(context, t.mails.approvedSubject(app.name), [
    { kind: 'text', text: t.mails.approvedText(app.name) },
    ...(message === undefined ? [] : [quoted(message)]),
    openButton(view, app, t.mails.openApp),
  ]);
}

/** The operator asks something before deciding. */
export function renderQuestionMail(
  context: MailContext,
  { app, message }: { readonly app: AppOfMail; readonly message: OperatorMessage },
): Mail {
  const view = mailViewOf(context);
  const { t } = view;
  return composeMail(context, t.mails.questionSubject(app.name), [
    { kind: 'text', text: t.mails.questionText(app.name) },
    quoted(message),
    openButton(view, app, t.mails.answerButton),
  ]);
}

/** The operator declined, with the reason. */
export function renderDeclinedMail(
  context: MailContext,
  { app, message }: { readonly app: AppOfMail; readonly message: OperatorMessage },
): Mail {
  const view = mailViewOf(context);
  const { t } = view;
  return composeMail(context, t.mails.declinedSubject(app.name), [
    { kind: 'text', text: t.mails.declinedText(app.name) },
    quoted(message),
    { kind: 'text', text: t.mails.declinedNext },
    openButton(view, app, t.mails.openApp),
  ]);
}

/** The operator stopped the registration, for a while or for good, with the reason. */
export function renderStoppedMail(
  context: MailContext,
  {
    app,
    event,
    message,
  }: {
    readonly app: AppOfMail;
    readonly event: 'suspended' | 'terminated';
    readonly message: OperatorMessage;
  },
): Mail {
  const view = mailViewOf(context);
  const { t } = view;
  const words = t.mails[event];
  return composeMail(context, words.subject(app.name), [
    { kind: 'text', text: words.text(app.name, context.utility.name) },
    quoted(message),
    openButton(view, app, t.mails.openApp),
  ]);
}

/** A suspended registration works again. */
export function renderResumedMail(context: MailContext, { app }: { readonly app: AppOfMail }): Mail {
  const view = mailViewOf(context);
  const { t } = view;
  return composeMail(context, t.mails.resumedSubject(app.name), [
    { kind: 'text', text: t.mails.resumedText(app.name) },
    openButton(view, app, t.mails.openApp),
  ]);
}

export interface RedirectMailProps {
  readonly app: AppOfMail;
  readonly uri: string;
  /** `asked` goes to the contact as a warning too: somebody with the registration token may have done it. */
  readonly event: 'asked' | 'approved' | 'refused';
}

/** A redirect URI was asked for, approved or refused. */
export function renderRedirectMail(context: MailContext, { app, uri, event }: RedirectMailProps): Mail {
  const view = mailViewOf(context);
  const { t } = view;
  const lead = {
    asked: t.mails.redirectText,
    approved: t.mails.redirectApproved,
    refused: t.mails.redirectRefused,
  }[event](app.name);
  return composeMail(context, t.mails.redirectSubject(app.name), [
    { kind: 'text', text: lead },
    { kind: 'quote', text: uri },
    ...(event === 'asked' ? [{ kind: 'text', text: t.mails.redirectWaits } as const] : []),
    openButton(view, app, t.mails.openApp),
  ]);
}

/** The receiver answered 410: notifications are paused. */
export function renderPausedMail(
  context: MailContext,
  { app, notifyUri }: { readonly app: AppOfMail; readonly notifyUri: string },
): Mail {
  const view = mailViewOf(context);
  const { t } = view;
  return composeMail(context, t.mails.pausedSubject(app.name), [
    { kind: 'text', text: t.mails.pausedText(app.name) },
    { kind: 'quote', text: notifyUri },
    { kind: 'text', text: t.mails.pausedNext },
    openButton(view, app, t.mails.openApp),
  ]);
}
