import type { GrantFace } from '../grant.ts';
import type { EndCause } from '../vocabulary.ts';
import { grantFacts } from './grant-facts.ts';
import { composeMail, type Mail, type MailContext, type MailView, mailViewOf } from './mail.ts';
import type { MailBlock } from './mail-block.ts';

export interface CodeMailProps {
  readonly code: string;
  readonly expiresAt: number;
  /** Who asks for data, on the way to a consent. */
  readonly thirdPartyName?: string;
}

/** The one-time code. */
export function renderCodeMail(context: MailContext, props: CodeMailProps): Mail {
  const { t, f } = mailViewOf(context);
  return composeMail(context, t.mails.codeSubject(props.code), [
    { kind: 'text', text: t.mails.codeText(props.thirdPartyName) },
    { kind: 'code', value: props.code },
    { kind: 'text', text: t.mails.codeExpires(f.time(props.expiresAt)) },
    { kind: 'small', text: t.mails.codeWarning },
  ]);
}

export interface ReceiptMailProps {
  readonly customerName: string;
  readonly grant: GrantFace;
  /** Where the reader can stop without an account: absolute. */
  readonly stopUrl: string;
}

/** Where to complain, when the utility says so. */
const complaint = ({ utility }: MailContext, { t }: MailView): MailBlock[] =>
  utility.complaintUrl === '' ? [] : [{ kind: 'small', text: t.mails.complaint(utility.complaintUrl) }];

/** The two ways on from a mail about something shared: stop it, or see everything. */
const ways = ({ t, paths }: MailView, stopUrl: string): MailBlock[] => [
  { kind: 'text', text: t.mails.receiptStop },
  { kind: 'button', label: t.mails.stopButton, url: stopUrl },
  { kind: 'button', label: t.mails.receiptButton, url: paths.sharing },
];

/** The receipt of a consent: what was agreed, how to stop, where to complain. */
export function renderReceiptMail(context: MailContext, props: ReceiptMailProps): Mail {
  const view = mailViewOf(context);
  const { t } = view;
  const { customerName, grant, stopUrl } = props;
  const { name } = grant.thirdParty;
  return composeMail(context, t.mails.receiptSubject(name), [
    { kind: 'text', text: t.mails.hello(customerName) },
    { kind: 'text', text: t.mails.receiptText(name) },
    grantFacts(view, grant),
    ...ways(view, stopUrl),
    ...complaint(context, view),
  ]);
}

const endDate = ({ t, f }: MailView, { until }: GrantFace): string =>
  until.kind === 'until_stopped' ? t.sharing.untilStopped : f.date(until.at);

/** Sharing ends soon. */
export function renderExpiringMail(context: MailContext, props: ReceiptMailProps): Mail {
  const view = mailViewOf(context);
  const { t } = view;
  const { customerName, grant, stopUrl } = props;
  const { name } = grant.thirdParty;
  return composeMail(context, t.mails.expiringSubject(name), [
    { kind: 'text', text: t.mails.hello(customerName) },
    { kind: 'text', text: t.mails.expiringText(name, endDate(view, grant)) },
    { kind: 'text', text: t.mails.expiringNext(name) },
    grantFacts(view, grant),
    ...ways(view, stopUrl),
  ]);
}

/** Sharing has gone on for another year. */
export function renderYearlyMail(context: MailContext, props: ReceiptMailProps): Mail {
  const view = mailViewOf(context);
  const { t } = view;
  const { customerName, grant, stopUrl } = props;
  const { name } = grant.thirdParty;
  return composeMail(context, t.mails.yearlySubject(name), [
    { kind: 'text', text: t.mails.hello(customerName) },
    { kind: 'text', text: t.mails.yearlyText(name) },
    grantFacts(view, grant),
    ...ways(view, stopUrl),
    ...complaint(context, view),
  ]);
}

export interface EndedMailProps extends Omit<ReceiptMailProps, 'stopUrl'> {
  readonly endedAt: number;
  readonly cause: EndCause;
}

/** Sharing has ended, by whomever. */
export function renderEndedMail(context: MailContext, props: EndedMailProps): Mail {
  const view = mailViewOf(context);
  const { t, f, paths } = view;
  const { grant, endedAt, cause } = props;
  const { name } = grant.thirdParty;
  return composeMail(context, t.mails.endedSubject(name), [
    { kind: 'text', text: t.mails.hello(props.customerName) },
    {
      kind: 'text',
      text: `${t.mails.endedAt(f.dateTime(endedAt))} ${t.terms.endCauses[cause](name, context.utility.name)}`,
    },
    grantFacts(view, grant, endedAt),
    { kind: 'text', text: t.mails.endedKeeps(name) },
    { kind: 'button', label: t.mails.endedButton, url: paths.endedSharing },
    ...complaint(context, view),
  ]);
}
