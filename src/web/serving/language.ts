import type { FastifyReply, FastifyRequest } from 'fastify';
import type { WebAnswer } from './answer.ts';
import { languageCookie, queryOf, urlWithoutLanguage } from './visit.ts';
import type { WebContext } from './web-context.ts';

/** Keeps the language that `?lang=` chose, and answers with the same page without it; undefined without `lang`. */
export function keepLanguage(
  context: Pick<WebContext, 'publicUrl'>,
  request: FastifyRequest,
  reply: FastifyReply,
): WebAnswer | undefined {
  const chosen = queryOf(request.url).get('lang');
  if (chosen === null) return undefined;
  reply.setCookie(languageCookie, chosen === 'fr' ? 'fr' : 'en', {
    path: '/DataCustodian',
    httpOnly: true,
    sameSite: 'lax',
    secure: context.publicUrl.startsWith('https:'),
    maxAge: 31_536_000,
  });
  return { redirect: urlWithoutLanguage(request.url) };
}
