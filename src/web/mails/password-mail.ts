import { composeMail, type Mail, type MailContext, mailViewOf } from './mail.ts';

/** The link with which a developer chooses a new password: `query` is what the page is reached by. */
export function renderResetMail(
  context: MailContext,
  { email, query, until }: { readonly email: string; readonly query: string; readonly until: number },
): Mail {
  const { t, f, paths } = mailViewOf(context);
  const url = paths.developerPasswordReset + query;
  return composeMail(context, t.mails.resetSubject, [
    { kind: 'text', text: t.mails.resetText(email) },
    { kind: 'button', label: t.mails.passwordButton, url },
    { kind: 'text', text: t.mails.resetExpires(f.time(until)) },
    { kind: 'small', text: t.mails.resetIgnore },
  ]);
}

/** Tells somebody that the password of their account is another one now. */
export function renderPasswordMail(
  context: MailContext,
  { area, email }: { readonly area: 'customer' | 'developers' | 'operator'; readonly email: string },
): Mail {
  const { t, paths } = mailViewOf(context);
  return composeMail(context, t.mails.passwordSubject, [
    { kind: 'text', text: t.mails.passwordText(email) },
    ...(area !== 'developers'
      ? [{ kind: 'text' as const, text: t.mails.passwordWarningOf[area] }]
      : [
          { kind: 'text' as const, text: t.mails.passwordWarning },
          { kind: 'button' as const, label: t.mails.passwordButton, url: paths.developerPasswordReset },
        ]),
  ]);
}
