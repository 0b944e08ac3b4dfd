import { composeMail, type Mail, type MailContext, mailViewOf } from './mail.ts';

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
