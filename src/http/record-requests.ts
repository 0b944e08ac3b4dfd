import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Clock } from '../platform/clock.ts';
import type { RequestRecorder } from '../services/reporting/request-recorder.ts';
import { loggedQuery } from './request-log.ts';
import { noteError, notesOf } from './request-notes.ts';

const pathOf = (request: FastifyRequest): string => {
  const query = new URLSearchParams(loggedQuery(request).query ?? {}).toString();
  return `${request.url.split('?', 1)[0] ?? ''}${query === '' ? '' : `?${query}`}`;
};

/**
 * Hands every request of a known third party to the recorder when its connection is done with it. What it shows is
 * what the log shows: no token, no secret, and of the query the windows alone.
 */
export function mountRequestRecorder(
  app: FastifyInstance,
  {
    clock,
    requestRecorder,
  }: { readonly clock: Clock; readonly requestRecorder?: RequestRecorder | undefined },
): void {
  app.addHook('onError', async (request, _reply, error) => noteError(request, error));
  if (requestRecorder === undefined) return;
  app.addHook('onRequest', async (request, reply) => {
    const at = clock.now();
    const started = performance.now();
    const { socket } = request.raw;
    const sentBefore = socket.bytesWritten ?? 0;
    reply.raw.once('close', () => {
      const { owner, refusal, read } = notesOf(request);
      if (owner === undefined) return;
      const status = reply.raw.statusCode;
      requestRecorder.record({
        owner,
        at,
        method: request.method,
        path: pathOf(request),
        status,
        milliseconds: performance.now() - started,
        bytes: Math.max(0, (socket.bytesWritten ?? 0) - sentBefore),
        requestId: request.id,
        refusal: status >= 400 ? refusal : undefined,
        read: status === 200 || status === 206 || status === 304 ? read : undefined,
      });
    });
  });
}
