import { AppError } from '../platform/errors.ts';
import type { Config } from './options.ts';

/**
 * The mail server and who mails are from; undefined without a server.
 *
 * @throws AppError `invalid_config` when it is not said who mails are from.
 */
export function mailSettings({
  smtpUrl: url,
  mailFrom: from,
}: Pick<Config, 'smtpUrl' | 'mailFrom'>): { readonly url: string; readonly from: string } | undefined {
  if (url === undefined) return undefined;
  if (from === undefined)
    throw new AppError(
      'invalid_config',
      'SMTP_URL is set, but MAIL_FROM is not. Set it to the address that mails are from.',
      { parameter: 'MAIL_FROM' },
    );
  return { url, from };
}
