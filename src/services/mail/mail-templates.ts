import type { Utility } from '../../storage/utilities.ts';
import type { GrantRecord } from '../customer/grant-record.ts';
import type { ComposedMail } from './enqueue-mail.ts';

/** For whom a mail is written. */
export interface MailReader {
  readonly utility: Utility;
  readonly language: 'en' | 'fr';
}

/** What a mail about something shared says. */
export interface GrantMail {
  readonly customerName: string;
  readonly grant: GrantRecord;
  /** What the link to stop proves itself with. */
  readonly stopKey: string;
}

/**
 * The mails that jobs write. Words and looks are the pages' business: the roof hands these functions down.
 */
export interface MailTemplates {
  /** What was agreed. */
  readonly receipt: (reader: MailReader, mail: GrantMail) => ComposedMail;
  /** Sharing has ended. */
  readonly ended: (reader: MailReader, mail: GrantMail) => ComposedMail;
  /** Sharing ends soon. */
  readonly expiring: (reader: MailReader, mail: GrantMail) => ComposedMail;
  /** Sharing has gone on for another year. */
  readonly yearly: (reader: MailReader, mail: GrantMail) => ComposedMail;
  /** To a third party whose receiver answered 410. */
  readonly notificationsPaused: (
    reader: MailReader,
    app: { readonly uid: string; readonly name: string; readonly notifyUri: string },
  ) => ComposedMail;
  /** To the operators: somebody used a refresh token twice, and the tokens are dead. */
  readonly tokenReuse: (reader: MailReader, mail: { readonly grant: GrantRecord }) => ComposedMail;
}
