import { AppError } from '../../../platform/errors.ts';
import { getOutboxMail, listOutbox } from '../../../services/mail/list-outbox.ts';
import type { PageRoute } from '../../serving/mount-page.ts';
import { pageNumber, pageOfRows } from '../../serving/rows.ts';
import { pageOf, type SignedInVisit } from '../../serving/visit.ts';
import { type MailFace, renderMailPage, renderOutbox } from '../outbox.tsx';

type Mail = Awaited<ReturnType<typeof getOutboxMail>>;

function faceOf({ uid, created, to, subject, language }: Mail): MailFace {
  return { uid, at: created, to, subject, language: language === 'fr' ? 'fr' : 'en' };
}

/** With a mail server there is no outbox to look into: mails are their readers' own. */
function checkKept({ context }: SignedInVisit): void {
  if (!context.keepsMail) throw new AppError('not_found', 'Mails are sent: there is no outbox.');
}

async function mailOfPage(visit: SignedInVisit): Promise<Mail> {
  checkKept(visit);
  const { uid = '' } = visit.request.params as { uid?: string };
  return await getOutboxMail(visit.context, { utilityId: visit.utility.id, uid });
}

/** The mails that were written. */
export const outboxRoute: PageRoute = {
  access: 'signed_in',
  path: (paths) => paths.outbox,
  get: async (visit) => {
    checkKept(visit);
    const page = await listOutbox(visit.context, {
      utilityId: visit.utility.id,
      page: pageNumber(visit.url),
    });
    return {
      html: renderOutbox(pageOf(visit), { mails: page.rows.map(faceOf), rows: pageOfRows(visit.url, page) }),
    };
  },
};

/** One mail as text. */
export const mailRoute: PageRoute = {
  access: 'signed_in',
  path: (paths) => paths.mail(':uid'),
  get: async (visit) => {
    const mail = await mailOfPage(visit);
    return { html: renderMailPage(pageOf(visit), { mail: faceOf(mail), text: mail.text }) };
  },
};

/** Its HTML part alone: mails carry their style with them, and nothing else may run or load. */
export const mailHtmlRoute: PageRoute = {
  access: 'signed_in',
  path: (paths) => paths.mailHtml(':uid'),
  get: async (visit) => {
    const mail = await mailOfPage(visit);
    return {
      body: mail.html,
      type: 'text/html; charset=utf-8',
      headers: {
        'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox",
      },
    };
  },
};
