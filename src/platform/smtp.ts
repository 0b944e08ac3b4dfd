import nodemailer from 'nodemailer';

/** A mail as it is handed to a mail server. */
export interface OutgoingMessage {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Local part of its Message-ID: the same mail sent twice is recognised as one. */
  readonly id: string;
  /** BCP 47 tag of its words. */
  readonly language: string;
}

/** What delivers mails. */
export interface MailTransport {
  /**
   * Hands a mail over; resolves once the mail server has taken it.
   *
   * @throws Error with a `responseCode` of 500 and above when the server refuses it for good.
   */
  readonly send: (message: OutgoingMessage) => Promise<void>;
  readonly close: () => void;
}

const sendTimeoutMs = 30_000;

const hostOf = (address: string): string => /@([^>\s]+)>?\s*$/.exec(address)?.[1] ?? 'localhost';

/**
 * Opens a pool of connections to a mail server.
 *
 * @param url `smtp://user:password@host:587` (STARTTLS when offered) or `smtps://…` (TLS from the start).
 * @param from as a header has it: `Riverbend <no-reply@riverbend.example>`.
 */
export function openSmtp({ url, from }: { readonly url: string; readonly from: string }): MailTransport {
  const transport = nodemailer.createTransport(
    { url, pool: true, disableFileAccess: true, disableUrlAccess: true },
    { from },
  );
  return {
    send: async ({ to, subject, text, html, id, language }) => {
      await transport.sendMail({
        to,
        subject,
        text,
        html,
        messageId: `<${id}@${hostOf(from)}>`,
        headers: { 'auto-submitted': 'auto-generated', 'content-language': language },
        signal: AbortSignal.timeout(sendTimeoutMs),
      });
    },
    close: () => transport.close(),
  };
}
