import type { ServerOptions } from 'node:https';
import compress from '@fastify/compress';
import Fastify, { type FastifyInstance } from 'fastify';
import { AppError } from '../platform/errors.ts';
import { newUid } from '../platform/ids.ts';
import { createPartCache } from '../services/large-feed/part-cache.ts';
import { checkReadiness } from '../services/maintenance/check-readiness.ts';
import { createRequestRecorder } from '../services/reporting/request-recorder.ts';
import { findUuidNamespace } from '../services/resource/installation.ts';
import { mountAdmittedRequests } from './admitted-requests.ts';
import { certificateFinder } from './client-certificate.ts';
import { answerClientError } from './client-error.ts';
import type { HttpContext } from './context.ts';
import { errorRenderer } from './error-renderer.ts';
import { mountErrorsPage } from './errors-page.ts';
import { mountResources } from './espi/routes.ts';
import { mountHealth } from './health.ts';
import { closeOnlyIdle } from './idle-connections.ts';
import { mountLoadShedding } from './load-shedding.ts';
import { knowAllMethods } from './methods.ts';
import { mountMetricsPage } from './metrics-page.ts';
import { mountOauth } from './oauth/mount-oauth.ts';
import { mountRateLimit } from './rate-limit.ts';
import { requestRecording } from './record-requests.ts';
import { mountRequestEnd } from './request-end.ts';
import { prepareLogNotes, requestLogger } from './request-log.ts';
import { mountRequestMetrics, requestCounting } from './request-metrics.ts';
import { mountRequestNotes } from './request-notes.ts';
import { mountSecurityHeaders } from './security-headers.ts';
import { mountStopping } from './stopping.ts';
import { mountTimeLimit } from './time-limit.ts';

/** Answers of at least this many bytes are compressed for those who accept it. */
const compressFrom = 1024;

/** TLS that asks for client certificates and leaves it to each registration what to make of them. */
const tlsOptions = ({ tls }: HttpContext): { https?: ServerOptions } =>
  tls === undefined
    ? {}
    : {
        https: {
          key: tls.key,
          cert: tls.cert,
          requestCert: true,
          rejectUnauthorized: false,
          ...(tls.clientCa === undefined ? {} : { ca: tls.clientCa }),
        },
      };

/** How long a connection with an answer on it may be still; the time that an answer may take to begin is no stillness. */
const idleMilliseconds = ({ timeLimits }: HttpContext): number =>
  timeLimits === undefined ? 0 : timeLimits.requestMilliseconds + 60_000;

/**
 * The HTTP entrance. It is mounted in the order of the lines below; nothing listens yet.
 *
 * @throws AppError when the database holds no installation.
 */
export async function createApp(context: HttpContext): Promise<FastifyInstance> {
  const uuidNamespace = await findUuidNamespace(context);
  const renderError = errorRenderer(context);
  const findCertificate = certificateFinder(context.certificateProxy);
  const takesCertificates = context.tls !== undefined || context.certificateProxy !== undefined;
  const requestRecorder = createRequestRecorder({
    db: context.db,
    onError: (error) => context.log.error({ err: error }, 'the request log could not be written'),
  });
  const app = Fastify({
    logger: false,
    genReqId: newUid,
    requestIdHeader: false,
    requestTimeout: 60_000,
    // Neither reads nor sends: a reader that has stopped reading holds a feed for so long.
    connectionTimeout: idleMilliseconds(context),
    // What comes on an open connection while the server stops is served, and is the last on it.
    return503OnClosing: false,
    bodyLimit: 1_048_576,
    exposeHeadRoutes: false,
    trustProxy: context.trustedProxies === undefined ? false : [...context.trustedProxies],
    ...tlsOptions(context),
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 100 },
    frameworkErrors: (error, request, reply) => void renderError(error, request, reply),
    clientErrorHandler: answerClientError(context),
  });
  closeOnlyIdle(app.server);
  knowAllMethods(app);
  const { requestMetrics } = context;
  prepareLogNotes(app);
  mountRequestNotes(app);
  mountRequestEnd(app, context, [
    requestLogger(context),
    requestRecording(requestRecorder),
    ...(requestMetrics === undefined ? [] : [requestCounting(requestMetrics)]),
  ]);
  mountSecurityHeaders(app, context);
  if (requestMetrics !== undefined) mountRequestMetrics(app, requestMetrics);
  mountStopping(app, context);
  mountLoadShedding(app, context);
  mountAdmittedRequests(app, context.admitted);
  mountTimeLimit(app, context);
  mountRateLimit(app, context);
  app.setErrorHandler(renderError);
  app.setNotFoundHandler(() => {
    throw new AppError('not_found', 'There is nothing at this address.');
  });
  await app.register(compress, {
    encodings: ['gzip', 'identity'],
    globalDecompression: false,
    threshold: compressFrom,
    customTypes: /^application\/(?:atom\+)?(?:xml|json)(?:;|$)/,
  });
  mountHealth(app, { ...context, checks: async () => await checkReadiness(context) });
  mountMetricsPage(app, context.metricsPage);
  await mountErrorsPage(app);
  await mountResources(app, { ...context, uuidNamespace, findCertificate, partCache: createPartCache() });
  await mountOauth(app, { ...context, findCertificate, takesCertificates });
  app.addHook('onClose', async () => await requestRecorder.flush());
  return app;
}
