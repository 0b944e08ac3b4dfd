import type { Queryable } from './database.ts';

/** A code that was sent to a customer. Times in milliseconds. */
export interface OneTimeCodeRow {
  readonly sessionHash: string;
  readonly codeHash: string;
  readonly channel: 'email' | 'sms';
  /** The customers as whom it signs in; none for somebody whom we do not know. */
  readonly customerIds: readonly number[];
  readonly identifiedBy: 'email_code' | 'lookup';
  /**
   * How it is known that the customers read the address: somebody entered it, and it is theirs; it is on file; or it
   * is the one that they gave for receipts.
   */
  readonly recipient: 'entered' | 'on_file' | 'receipt';
  /** Where it is sent. */
  readonly email: string;
  /** The same, masked. */
  readonly sentTo: string;
  readonly tries: number;
  readonly created: number;
  readonly expires: number;
}

const columns = `session_hash as "sessionHash", code_hash as "codeHash", channel, customer_ids as "customerIds",
  email, identified_by as "identifiedBy", recipient, sent_to as "sentTo", tries, created, expires`;

/** Stores the code of a session; the one before is worth nothing then. */
export async function upsertOneTimeCode(tx: Queryable, row: Omit<OneTimeCodeRow, 'tries'>): Promise<void> {
  await tx.query(
    `insert into one_time_code (session_hash, code_hash, channel, customer_ids, email, identified_by, recipient,
       sent_to, created, expires)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (session_hash) do update set code_hash = excluded.code_hash, channel = excluded.channel,
       customer_ids = excluded.customer_ids, email = excluded.email, identified_by = excluded.identified_by,
       recipient = excluded.recipient, sent_to = excluded.sent_to, tries = 0, created = excluded.created,
       expires = excluded.expires`,
    [
      row.sessionHash,
      row.codeHash,
      row.channel,
      row.customerIds,
      row.email,
      row.identifiedBy,
      row.recipient,
      row.sentTo,
      row.created,
      row.expires,
    ],
  );
}

/** The code that a session waits for. */
export async function findOneTimeCode(
  db: Queryable,
  sessionHash: string,
): Promise<OneTimeCodeRow | undefined> {
  const [row] = await db.query<OneTimeCodeRow>(
    `select ${columns} from one_time_code where session_hash = $1`,
    [sessionHash],
  );
  return row;
}

/** Counts a try before it is looked at, so that tries at the same time all count. */
export async function countOneTimeCodeTry(
  db: Queryable,
  sessionHash: string,
): Promise<OneTimeCodeRow | undefined> {
  const [row] = await db.query<OneTimeCodeRow>(
    `update one_time_code set tries = tries + 1 where session_hash = $1 returning ${columns}`,
    [sessionHash],
  );
  return row;
}

/** Takes a code away: it works once. False when somebody else was faster. */
export async function deleteOneTimeCode(db: Queryable, sessionHash: string): Promise<boolean> {
  const rows = await db.query('delete from one_time_code where session_hash = $1 returning 1', [sessionHash]);
  return rows.length > 0;
}

/** Forgets the codes that would sign in as one of these customers, but for those to an address for receipts. */
export async function deleteCodesOfCustomers(db: Queryable, customerIds: readonly number[]): Promise<void> {
  await db.query(`delete from one_time_code where customer_ids && $1::int8[] and recipient <> 'receipt'`, [
    customerIds,
  ]);
}

/** Forgets codes whose time is over. */
export async function deleteExpiredOneTimeCodes(db: Queryable, now: number): Promise<void> {
  await db.query('delete from one_time_code where expires <= $1', [now]);
}
