import { AppError } from '../../platform/errors.ts';
import type { Queryable } from '../../storage/database.ts';
import { countMails, findMailByUid, listMails, type MailRow } from '../../storage/mails.ts';
import { type RowPage, readPage } from '../reporting/page-of-rows.ts';

/** A page of the mails of a utility, newest first. */
export async function listOutbox(
  { db }: { readonly db: Queryable },
  { utilityId, page }: { readonly utilityId: number; readonly page: number },
): Promise<RowPage<MailRow>> {
  return await readPage(
    { page },
    () => countMails(db, { utilityId }),
    (window) => listMails(db, { utilityId, ...window }),
  );
}

/**
 * A mail of a utility as it was written.
 *
 * @throws AppError `not_found`.
 */
export async function getOutboxMail(
  { db }: { readonly db: Queryable },
  place: { readonly utilityId: number; readonly uid: string },
): Promise<MailRow> {
  const mail = await findMailByUid(db, place);
  if (mail === undefined) throw new AppError('not_found', 'There is no such mail.');
  return mail;
}
