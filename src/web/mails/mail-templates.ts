import type { GrantMail, MailReader, MailTemplates } from '../../services/mail/mail-templates.ts';
import { pathsBelow } from '../paths.ts';
import { brandingOf } from '../serving/branding.ts';
import { grantFace } from '../serving/grant-face.ts';
import { utilityFace } from '../serving/utility-face.ts';
import { baseOf } from '../serving/visit.ts';
import {
  type ReceiptMailProps,
  renderEndedMail,
  renderExpiringMail,
  renderReceiptMail,
  renderYearlyMail,
} from './customer-mails.ts';
import type { MailContext } from './mail.ts';
import { renderTokenReuseMail } from './operator-mails.ts';
import { renderPausedMail } from './third-party-mails.ts';

/** The mails that jobs write, in the words and colours of the pages. */
export function mailTemplates({ publicUrl }: { readonly publicUrl: string }): MailTemplates {
  const contextOf = ({ utility, language }: MailReader): MailContext => {
    const { accent } = brandingOf(utility);
    return {
      locale: language,
      utility: utilityFace(utility, language),
      base: publicUrl + baseOf(utility.slug),
      ...(accent === undefined ? {} : { accent }),
    };
  };
  const propsOf = (reader: MailReader, { customerName, grant, stopKey }: GrantMail): ReceiptMailProps => {
    const paths = pathsBelow(publicUrl + baseOf(reader.utility.slug));
    return {
      customerName,
      grant: grantFace(grant, { locale: reader.language, paths }),
      stopUrl: `${paths.stopByMail(grant.uid)}?key=${stopKey}`,
    };
  };
  return {
    receipt: (reader, mail) => renderReceiptMail(contextOf(reader), propsOf(reader, mail)),
    expiring: (reader, mail) => renderExpiringMail(contextOf(reader), propsOf(reader, mail)),
    yearly: (reader, mail) => renderYearlyMail(contextOf(reader), propsOf(reader, mail)),
    ended: (reader, mail) => {
      const { at, cause } = mail.grant.ended ?? { at: mail.grant.since, cause: 'operator' as const };
      return renderEndedMail(contextOf(reader), { ...propsOf(reader, mail), endedAt: at, cause });
    },
    notificationsPaused: (reader, { uid, name, notifyUri }) =>
      renderPausedMail(contextOf(reader), { app: { uid, name }, notifyUri }),
    tokenReuse: (reader, { grant }) =>
      renderTokenReuseMail(contextOf(reader), {
        thirdPartyName: grant.party.name,
        authorizationUid: grant.uid,
      }),
  };
}
