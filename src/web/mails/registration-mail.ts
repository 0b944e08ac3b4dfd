import type { ComposeRegistrationMail } from '../../services/registration/registration-context.ts';
import { brandingOf } from '../serving/branding.ts';
import { utilityFace } from '../serving/utility-face.ts';
import { baseOf } from '../serving/visit.ts';
import type { MailContext } from './mail.ts';
import {
  renderApprovedMail,
  renderDeclinedMail,
  renderQuestionMail,
  renderRedirectMail,
  renderRegisteredMail,
  renderResumedMail,
  renderStoppedMail,
} from './third-party-mails.ts';

/** What a mail of a utility needs, in its reader's language. Links carry the slug: they hold when utilities come. */
export function mailContextOf(
  { publicUrl }: { readonly publicUrl: string },
  { utility, language }: Pick<Parameters<ComposeRegistrationMail>[0], 'utility' | 'language'>,
): MailContext {
  const { accent } = brandingOf(utility);
  return {
    locale: language,
    utility: utilityFace(utility, language),
    base: publicUrl + baseOf(utility.slug),
    ...(accent === undefined ? {} : { accent }),
  };
}

/** A writer of the mails about registrations: what the services ask for through `composeRegistrationMail`. */
export function registrationMailComposer(context: { readonly publicUrl: string }): ComposeRegistrationMail {
  return ({ utility, language, app, mail }) => {
    const mailContext = mailContextOf(context, { utility, language });
    const quoted = (text: string) => ({ text, lang: language });
    switch (mail.kind) {
      case 'registered':
        return renderRegisteredMail(mailContext, { app, reviewDays: brandingOf(utility).reviewDays });
      case 'approved':
        return renderApprovedMail(mailContext, {
          app,
          ...(mail.message === undefined ? {} : { message: quoted(mail.message) }),
        });
      case 'question':
        return renderQuestionMail(mailContext, { app, message: quoted(mail.message) });
      case 'declined':
        return renderDeclinedMail(mailContext, { app, message: quoted(mail.message) });
      case 'resumed':
        return renderResumedMail(mailContext, { app });
      case 'suspended':
      case 'terminated':
        return renderStoppedMail(mailContext, { app, event: mail.kind, message: quoted(mail.message) });
      case 'redirect_uri':
        return renderRedirectMail(mailContext, { app, event: mail.event, uri: mail.uri });
    }
  };
}
