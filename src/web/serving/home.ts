import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../platform/errors.ts';
import { listUtilities } from '../../services/registration/find-utility.ts';
import { renderHome, renderUtilities } from '../home.tsx';
import { pageHeaders, sendAnswer } from './answer.ts';
import { keepLanguage } from './language.ts';
import { neutralPage } from './problem-page.ts';
import { baseOf, pageOf, visitOf } from './visit.ts';
import type { WebContext } from './web-context.ts';

async function answerHome(
  context: WebContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  reply.headers(pageHeaders('customer'));
  const chosen = keepLanguage(context, request, reply);
  if (chosen !== undefined) return sendAnswer(reply, chosen);
  const visit = await visitOf(context, request, reply, 'customer');
  if (visit !== undefined) return sendAnswer(reply, { html: renderHome(pageOf(visit)) });
  if ('utility' in (request.params as object))
    throw new AppError('not_found', 'There is no such utility here.');
  const utilities = (await listUtilities(context)).map(({ name, slug }) => ({ name, base: baseOf(slug) }));
  return sendAnswer(reply, { html: renderUtilities(neutralPage(context, request), { utilities }) });
}

/** `/`, `/DataCustodian` and `/DataCustodian/{utility}`: where each reader begins. */
export function mountHome(app: FastifyInstance, context: WebContext): void {
  app.get('/', (_request, reply) => sendAnswer(reply, { redirect: baseOf(undefined) }));
  for (const slug of [undefined, ':utility'])
    app.get(baseOf(slug), (request, reply) => answerHome(context, request, reply));
}
