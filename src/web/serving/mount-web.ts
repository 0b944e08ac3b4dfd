import cookie from '@fastify/cookie';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { errorRenderer } from '../../http/error-renderer.ts';
import { mountForms } from '../../http/forms.ts';
import { AppError } from '../../platform/errors.ts';
import { mountCustomer } from '../customer/routes.ts';
import { mountDevelopers } from '../developers/routes.ts';
import { mountOperator } from '../operator/routes.ts';
import { mountAssets } from './assets.ts';
import { mountHome } from './home.ts';
import { problemRenderer } from './problem-page.ts';
import type { WebContext } from './web-context.ts';

/** Paths below `/DataCustodian` that programs read: their errors are no pages. The consent page is for people. */
const forPrograms = /^\/DataCustodian\/(?:[^/]+\/)?(?:espi|oauth(?!\/authorize\/)|\.well-known)(?:\/|$)/;

/**
 * Mounts every page below `/DataCustodian`, with cookies, forms and errors in the reader's language. The rest of
 * the server keeps its own ways.
 */
export async function mountWeb(app: FastifyInstance, context: WebContext): Promise<void> {
  const asPage = problemRenderer(context);
  const asData = errorRenderer(context);
  await app.register(async (scope) => {
    await scope.register(cookie);
    await mountForms(scope);
    const render = (error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> =>
      forPrograms.test(request.url) ? asData(error, request, reply) : asPage(error, request, reply);
    scope.setErrorHandler(render);
    mountAssets(scope, context);
    mountHome(scope, context);
    mountCustomer(scope, context);
    mountDevelopers(scope, context);
    mountOperator(scope, context);
    await scope.register(
      async (below) => {
        below.setNotFoundHandler((request) => {
          throw new AppError('not_found', `There is nothing at ${request.url.split('?')[0]}.`);
        });
      },
      { prefix: '/DataCustodian' },
    );
  });
}
