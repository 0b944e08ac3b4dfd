import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../platform/errors.ts';
import type { HttpContext } from './context.ts';
import { noteForLog } from './request-log.ts';
import { isVital } from './route-config.ts';

/** What has not begun to answer becomes a 504; what has begun ends with its connection, for a status can no longer be sent. */
function expire({ log }: Pick<HttpContext, 'log'>, request: FastifyRequest, reply: FastifyReply): void {
  noteForLog(request, { timeout: true });
  if (!reply.raw.headersSent) {
    reply.header('connection', 'close');
    void reply.send(
      new AppError('timeout', 'The answer took too long and was given up. Ask for less, or try again later.'),
    );
    return;
  }
  log.error({ requestId: request.id }, 'an answer took too long to leave: its connection is ended');
  reply.raw.destroy();
}

/** Bounds the time of every answer. */
export function mountTimeLimit(
  app: FastifyInstance,
  { log, timeLimits }: Pick<HttpContext, 'log' | 'timeLimits'>,
): void {
  if (timeLimits === undefined) return;
  const { requestMilliseconds, answerMilliseconds } = timeLimits;
  app.addHook('onRequest', (request, reply, done) => {
    if (isVital(request)) {
      done();
      return;
    }
    let timer = setTimeout(() => {
      if (!reply.raw.headersSent) {
        expire({ log }, request, reply);
        return;
      }
      const rest = Math.max(0, answerMilliseconds - requestMilliseconds);
      timer = setTimeout(() => expire({ log }, request, reply), rest);
    }, requestMilliseconds);
    reply.raw.once('close', () => clearTimeout(timer));
    done();
  });
}
