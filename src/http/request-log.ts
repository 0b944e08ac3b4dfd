import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { HttpContext } from './context.ts';
import type { RequestListener } from './request-end.ts';

const fieldsKey = Symbol('fields of the log');

// It hangs at the request: a WeakMap of all requests is work for the collector.
type NotedRequest = FastifyRequest & { [fieldsKey]?: object | null };

/** Makes room at every request for what the log will have of it. */
export function prepareLogNotes(app: FastifyInstance): void {
  app.decorateRequest(fieldsKey, null);
}

/** Adds fields to the line that the log will have of a request. Never a token. */
export function noteForLog(request: NotedRequest, fields: object): void {
  const known = request[fieldsKey];
  request[fieldsKey] = known == null ? fields : { ...known, ...fields };
}

const loggedParameter = /^(published|updated)-(min|max)$|^(max-results|start-index|depth|format)$/;

/** The path of a request, without its query. */
export function pathOf({ url }: FastifyRequest): string {
  const end = url.indexOf('?');
  return end < 0 ? url : url.slice(0, end);
}

/** Of the query of a request what may be logged: windows and pages. */
export function loggedQuery(request: FastifyRequest): { readonly query?: Record<string, string> } {
  if (!request.url.includes('?')) return {};
  const known = Object.entries(request.query ?? {}).filter(([name]) => loggedParameter.test(name));
  return known.length === 0 ? {} : { query: Object.fromEntries(known) };
}

/** Writes one line per request when its connection is done with it, also when the client went away. */
export const requestLogger =
  ({ log }: Pick<HttpContext, 'log'>): RequestListener =>
  ({ request, reply, milliseconds, aborted }) => {
    const line = {
      requestId: request.id,
      method: request.method,
      path: pathOf(request).slice(0, 300),
      status: reply.raw.statusCode,
      ms: Math.round(milliseconds),
    };
    if (request.url.includes('?')) Object.assign(line, loggedQuery(request));
    if (aborted) Object.assign(line, { aborted });
    log.info(Object.assign(line, (request as NotedRequest)[fieldsKey]), 'request');
  };
