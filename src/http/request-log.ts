import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { HttpContext } from './context.ts';

const notes = new WeakMap<FastifyRequest, object>();

/** Adds fields to the line that the log will have of a request. Never a token. */
export function noteForLog(request: FastifyRequest, fields: object): void {
  notes.set(request, { ...notes.get(request), ...fields });
}

const loggedParameter = /^(published|updated)-(min|max)$|^(max-results|start-index|depth|format)$/;

/** Of the query of a request what may be logged: windows and pages. */
export function loggedQuery(request: FastifyRequest): { readonly query?: Record<string, string> } {
  const known = Object.entries(request.query ?? {}).filter(([name]) => loggedParameter.test(name));
  return known.length === 0 ? {} : { query: Object.fromEntries(known) };
}

/** Writes one line per request when its connection is done with it, also when the client went away. */
export function mountRequestLog(app: FastifyInstance, { log }: Pick<HttpContext, 'log'>): void {
  app.addHook('onRequest', async (request, reply) => {
    const started = performance.now();
    const { method, url, id } = request;
    reply.header('x-request-id', id);
    reply.raw.once('close', () => {
      log.info(
        {
          requestId: id,
          method,
          path: url.split('?', 1)[0]?.slice(0, 300),
          ...loggedQuery(request),
          status: reply.raw.statusCode,
          ms: Math.round(performance.now() - started),
          ...(reply.raw.writableFinished ? {} : { aborted: true }),
          ...notes.get(request),
        },
        'request',
      );
    });
  });
}
