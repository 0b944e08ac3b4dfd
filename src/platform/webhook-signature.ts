import { createHmac, randomBytes } from 'node:crypto';

/** A new secret for signatures, in the form of Standard Webhooks: `whsec_` and 32 random bytes in base64. */
export const newWebhookSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

/** What is signed. */
export interface SignedMessage {
  readonly id: string;
  /** Seconds since 1970. */
  readonly timestamp: number;
  readonly body: string;
}

/**
 * The headers by which a receiver knows the sender: `webhook-id`, `webhook-timestamp` and, with a secret,
 * `webhook-signature` = `v1,` and the base64 HMAC-SHA256 of `id.timestamp.body`; one for each secret, separated
 * by blanks, while an old one still counts.
 *
 * @param secrets in the form of `newWebhookSecret`.
 * @see Standard Webhooks 1.0.0
 */
export function webhookHeaders(
  { id, timestamp, body }: SignedMessage,
  secrets: readonly string[],
): Record<string, string> {
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
  });
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    ...(signatures.length === 0 ? {} : { 'webhook-signature': signatures.join(' ') }),
  };
}
