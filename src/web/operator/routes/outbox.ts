import { AppError } from '../../../platform/errors.ts';
import { findOperator } from '../../../services/account/find-account.ts';
import { getOutboxMail, listOutbox } from '../../../services/mail/list-outbox.ts';
import type { PageRoute } from '../../serving/mount-page.ts';
import { pageNumber, pageOfRows } from '../../serving/rows.ts';
import { pageOf, type SignedInVisit } from '../../serving/visit.ts';
import { type MailFace, renderMailPage, renderOutbox } from '../outbox.tsx';

type Mail = Awaited<ReturnType<typeof getOutboxMail>>;

/** What is listed of a mail. The subject of one with a code says the code. */
const faceOf =
  (readsSecrets: boolean) =>
  ({ uid, created, to, subject, language, secret }: Mail): MailFace => ({
    uid,
    at: created,
    to,
    subject: secret && !readsSecrets ? undefined : subject,
    language: language === 'fr' ? 'fr' : 'en',
  });

/** Whether somebody may read codes and links: with those of others an auditor, who changes nothing, would become them. */
async function readsSecrets({ context, subjectId }: SignedInVisit): Promise<boolean> {
  return (await findOperator(context, { id: subjectId }))?.role === 'operator';
}

/** With a mail server there is no outbox to look into: mails are their readers' own. */
function checkKept({ context }: SignedInVisit): void {
  if (!context.keepsMail) throw new AppError('not_found', 'Mails are sent: there is no outbox.');
}

async function mailOfPage(visit: SignedInVisit): Promise<Mail> {
  checkKept(visit);
  const { uid = '' } = visit.request.params as { uid?: string };
  const mail = await getOutboxMail(visit.context, { utilityId: visit.utility.id, uid });
  if (mail.secret && !(await readsSecrets(visit)))
    throw new AppError('not_allowed', 'An auditor does not read the codes and links of others.');
  return mail;
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
      html: renderOutbox(pageOf(visit), {
        mails: page.rows.map(faceOf(await readsSecrets(visit))),
        rows: pageOfRows(visit.url, page),
      }),
    };
  },
};

/** One mail as text. */
export const mailRoute: PageRoute = {
  access: 'signed_in',
  path: (paths) => paths.mail(':uid'),
  get: async (visit) => {
    const mail = await mailOfPage(visit);
    return {
      html: renderMailPage(pageOf(visit), {
        mail: { ...faceOf(true)(mail), subject: mail.subject },
        text: mail.text,
      }),
    };
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
