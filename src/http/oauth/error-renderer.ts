import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AppError } from '../../platform/errors.ts';
import { toAppError } from '../app-error.ts';
import type { HttpContext } from '../context.ts';
import { errorStatus } from '../error-status.ts';

/** What RFC 6749 calls our errors; those that it does not know keep their own names. */
const oauthNames: Readonly<Record<string, string>> = {
  invalid_param: 'invalid_request',
  invalid_input: 'invalid_request',
  payload_too_large: 'invalid_request',
  unavailable: 'temporarily_unavailable',
  data_in_use: 'temporarily_unavailable',
  overloaded: 'temporarily_unavailable',
  timeout: 'temporarily_unavailable',
  internal: 'server_error',
  data_unreadable: 'server_error',
};

function waitOf({ code, retryAfterSeconds }: AppError): number | undefined {
  return retryAfterSeconds ?? (code === 'unavailable' ? 30 : undefined);
}

/**
 * Turns whatever was thrown at an OAuth endpoint into the JSON of RFC 6749 section 5.2.
 *
 * @see RFC 6749 section 5.2
 */
export function oauthErrorRenderer(context: Pick<HttpContext, 'log' | 'publicUrl'>) {
  return async (thrown: unknown, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const error = toAppError(thrown);
    const status = errorStatus[error.code];
    if (status >= 500 && error.code !== 'overloaded')
      context.log.error({ requestId: request.id, err: thrown, detail: error.detail }, 'request failed');
    if (status === 401) reply.header('www-authenticate', 'Basic realm="Green Button", charset="UTF-8"');
    const wait = waitOf(error);
    if (wait !== undefined) reply.header('retry-after', String(wait));
    const words = status >= 500 ? `${error.message} Reference: ${request.id}.` : error.message;
    return await reply
      .code(status)
      .headers({ 'cache-control': 'no-store', pragma: 'no-cache' })
      .type('application/json; charset=utf-8')
      .send(
        JSON.stringify({
          error: oauthNames[error.code] ?? error.code,
          error_description: words.replace(/[^\x20-\x7e]|["\\]/g, ' '),
          error_uri: `${context.publicUrl}/docs/errors#${error.code}`,
        }),
      );
  };
}
