import type { FastifyRequest } from 'fastify';
import type { RequestRecorder } from '../services/reporting/request-recorder.ts';
import type { RequestListener } from './request-end.ts';
import { loggedQuery, pathOf } from './request-log.ts';
import { notesOf } from './request-notes.ts';

function shownPath(request: FastifyRequest): string {
  const { query } = loggedQuery(request);
  return query === undefined ? pathOf(request) : `${pathOf(request)}?${new URLSearchParams(query)}`;
}

/**
 * Hands every request of a known third party to the recorder when its connection is done with it. What it shows is
 * what the log shows: no token, no secret, and of the query the windows alone.
 */
export const requestRecording =
  (recorder: RequestRecorder): RequestListener =>
  ({ request, reply, at, milliseconds, bytes }) => {
    const { owner, refusal, read } = notesOf(request);
    if (owner === undefined) return;
    const status = reply.raw.statusCode;
    recorder.record({
      owner,
      at,
      method: request.method,
      path: shownPath(request),
      status,
      milliseconds,
      bytes,
      requestId: request.id,
      refusal: status >= 400 ? refusal : undefined,
      read: status === 200 || status === 206 || status === 304 ? read : undefined,
    });
  };
