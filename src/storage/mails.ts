import type { Queryable } from './database.ts';

/**
 * Where a mail stands: to be sent; kept here, because there is no mail server or its reader was invented; sent; or given
 * up.
 */
export type MailState = 'waiting' | 'kept' | 'sent' | 'failed';

/** A mail to write down. */
export interface NewMail {
  readonly uid: string;
  readonly utilityId: number;
  readonly created: number;
  readonly to: string;
  readonly subject: string;
  readonly language: string;
  readonly text: string;
  readonly html: string;
  /** It holds a one-time code. */
  readonly secret: boolean;
}

/** A mail as it stands in the table. */
export interface MailRow extends NewMail {
  readonly id: number;
  readonly state: MailState;
  readonly sent: number | null;
  readonly tries: number;
  readonly error: string | null;
}

const columns = `id, uid, utility_id as "utilityId", created, to_address as "to", subject, language,
  text_part as "text", html_part as "html", secret, state, sent, tries, error`;

/** Writes a mail down; `waiting` until it is delivered. */
export async function insertMail(tx: Queryable, mail: NewMail): Promise<number> {
  const [row] = await tx.query<{ id: number }>(
    `insert into mail (uid, utility_id, created, to_address, subject, language, text_part, html_part, secret)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning id`,
    [
      mail.uid,
      mail.utilityId,
      mail.created,
      mail.to,
      mail.subject,
      mail.language,
      mail.text,
      mail.html,
      mail.secret,
    ],
  );
  return row?.id ?? 0;
}

/** The mail of that key. */
export async function findMail(db: Queryable, id: number): Promise<MailRow | undefined> {
  const [row] = await db.query<MailRow>(`select ${columns} from mail where id = $1`, [id]);
  return row;
}

/** The mail of that uid, of one utility. */
export async function findMailByUid(
  db: Queryable,
  { utilityId, uid }: { readonly utilityId: number; readonly uid: string },
): Promise<MailRow | undefined> {
  const [row] = await db.query<MailRow>(`select ${columns} from mail where utility_id = $1 and uid = $2`, [
    utilityId,
    uid,
  ]);
  return row;
}

/** Mails of a utility, newest first. */
export async function listMails(
  db: Queryable,
  input: { readonly utilityId: number; readonly limit: number; readonly offset: number },
): Promise<MailRow[]> {
  return await db.query<MailRow>(
    `select ${columns} from mail where utility_id = $1 order by created desc, id desc limit $2 offset $3`,
    [input.utilityId, input.limit, input.offset],
  );
}

/** How many mails a utility has. */
export async function countMails(
  db: Queryable,
  { utilityId }: { readonly utilityId: number },
): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    'select count(*)::int4 as count from mail where utility_id = $1',
    [utilityId],
  );
  return row?.count ?? 0;
}

/** Notes what became of a try to deliver. The words of a mail with a code are removed once it is sent. */
export async function updateMailState(
  db: Queryable,
  input: {
    readonly id: number;
    readonly state: MailState;
    readonly sent?: number;
    readonly error?: string;
  },
): Promise<void> {
  await db.query(
    `update mail set state = $2, sent = $3, error = $4, tries = tries + 1,
       subject = case when secret and $2 = 'sent' then '' else subject end,
       text_part = case when secret and $2 = 'sent' then '' else text_part end,
       html_part = case when secret and $2 = 'sent' then '' else html_part end
     where id = $1`,
    [input.id, input.state, input.sent ?? null, input.error ?? null],
  );
}

/** Deletes mails that were written before a time and no longer wait. */
export async function deleteOldMails(db: Queryable, { before }: { readonly before: number }): Promise<void> {
  await db.query(`delete from mail where created < $1 and state <> 'waiting'`, [before]);
}
