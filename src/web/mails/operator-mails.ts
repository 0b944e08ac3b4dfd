import { composeMail, type Mail, type MailContext, mailViewOf } from './mail.ts';

/** A refresh token was used twice, and the tokens of its authorization are dead. */
export function renderTokenReuseMail(
  context: MailContext,
  {
    thirdPartyName,
    authorizationUid,
  }: { readonly thirdPartyName: string; readonly authorizationUid: string },
): Mail {
  const { t, paths } = mailViewOf(context);
  return composeMail(context, t.mails.reuseSubject(thirdPartyName), [
    { kind: 'text', text: t.mails.reuseText(thirdPartyName) },
    { kind: 'text', text: t.mails.reuseNext },
    { kind: 'button', label: t.mails.reuseButton, url: paths.authorization(authorizationUid) },
  ]);
}
