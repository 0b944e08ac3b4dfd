import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AppError } from '../platform/errors.ts';
import { toAppError } from './app-error.ts';
import { challenge } from './bearer.ts';
import type { HttpContext } from './context.ts';
import { errorStatus } from './error-status.ts';

const refusals: ReadonlySet<string> = new Set(['invalid_token', 'wrong_token', 'insufficient_scope']);

/** The body of every error: what it is, in words, and where it is explained. */
export function errorBody(error: AppError, publicUrl: string, reference: string): string {
  const words = error.code === 'internal' ? `${error.message} Reference: ${reference}.` : error.message;
  return JSON.stringify({
    error: error.code,
    error_description: words,
    url: `${publicUrl}/docs/errors#${error.code}`,
  });
}

/** What the words of an error need. */
interface RenderContext extends Pick<HttpContext, 'publicUrl' | 'missingTokenStatus'> {
  readonly log: Pick<HttpContext['log'], 'error'>;
}

/** Turns whatever was thrown into an answer; what is our fault goes to the log with the request's reference. */
export function errorRenderer(context: RenderContext) {
  return async (thrown: unknown, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const error = toAppError(thrown);
    const sentToken = /^bearer /i.test(request.headers.authorization ?? '');
    let status = errorStatus[error.code];
    if (error.code === 'invalid_token' && !sentToken) status = context.missingTokenStatus ?? status;
    if (status >= 500 && error.code !== 'overloaded')
      context.log.error({ requestId: request.id, err: thrown, detail: error.detail }, 'request failed');
    if (refusals.has(error.code)) reply.header('www-authenticate', challenge(error, sentToken));
    const wait = error.retryAfterSeconds ?? (error.code === 'unavailable' ? 30 : undefined);
    if (wait !== undefined) reply.header('retry-after', String(wait));
    return await reply
      .code(status)
      .header('cache-control', 'no-store')
      .type('application/json; charset=utf-8')
      .send(errorBody(error, context.publicUrl, request.id));
  };
}
