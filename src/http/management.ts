import Fastify, { type FastifyInstance } from 'fastify';
import { AppError } from '../platform/errors.ts';
import { newUid } from '../platform/ids.ts';
import { errorRenderer } from './error-renderer.ts';
import { type HealthContext, mountHealth } from './health.ts';
import { knowAllMethods } from './methods.ts';
import { type MetricsPage, mountMetricsPage } from './metrics-page.ts';

/** Health and metrics on a port of their own, for whoever watches over the server. Nothing listens yet. */
export async function createManagementApp(
  context: HealthContext & { readonly publicUrl: string; readonly metricsPage: MetricsPage },
): Promise<FastifyInstance> {
  const app = Fastify({ logger: false, genReqId: newUid, requestIdHeader: false, exposeHeadRoutes: false });
  knowAllMethods(app);
  app.addHook('onRequest', async (request, reply) => void reply.header('x-request-id', request.id));
  app.setErrorHandler(errorRenderer(context));
  app.setNotFoundHandler(() => {
    throw new AppError('not_found', 'There is nothing at this address.');
  });
  mountHealth(app, context);
  mountMetricsPage(app, context.metricsPage);
  return app;
}
