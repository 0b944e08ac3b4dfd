import type { FastifyReply } from 'fastify';
import type { SessionPlace } from '../../http/session.ts';

/** What a page handler answers. */
export type WebAnswer =
  | { readonly html: string; readonly status?: number }
  /** 303: the browser goes on with GET. */
  | { readonly redirect: string }
  | {
      readonly body: string | Uint8Array;
      readonly type: string;
      readonly headers?: Readonly<Record<string, string>>;
    };

const policy = (formAction: string): string =>
  `default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'${formAction}`;

/**
 * The headers of pages. Customers' pages name no `form-action`: Chromium applies it to the whole chain of
 * redirects after a form, and a consent ends on the third party's origin.
 */
export function pageHeaders(area: SessionPlace['area']): Record<string, string> {
  return {
    'content-security-policy': policy(area === 'customer' ? '' : "; form-action 'self'"),
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-frame-options': 'DENY',
  };
}

/** Sends what a handler answered. */
export function sendAnswer(reply: FastifyReply, answer: WebAnswer): FastifyReply {
  if ('redirect' in answer) return reply.redirect(answer.redirect, 303);
  if ('html' in answer)
    return reply
      .code(answer.status ?? 200)
      .type('text/html; charset=utf-8')
      .send(answer.html);
  return reply
    .headers(answer.headers ?? {})
    .type(answer.type)
    .send(typeof answer.body === 'string' ? answer.body : Buffer.from(answer.body));
}
