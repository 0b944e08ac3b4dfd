import { composeMail, type Mail, type MailContext, mailViewOf } from './mail.ts';

/** Tells somebody that the password of their account is another one now. */
export function renderPasswordMail(
  context: MailContext,
  { area, email }: { readonly area: 'developers' | 'operator'; readonly email: string },
): Mail {
  const { t, paths } = mailViewOf(context);
  return composeMail(context, t.mails.passwordSubject, [
    { kind: 'text', text: t.mails.passwordText(email) },
    ...(area === 'operator'
      ? [{ kind: 'text' as const, text: t.mails.passwordWarningOperator }]
      : [
          { kind: 'text' as const, text: t.mails.passwordWarning },
          { kind: 'button' as const, label: t.mails.passwordButton, url: paths.developerPasswordReset },
        ]),
  ]);
}
