import type { FastifyInstance } from 'fastify';
import { AppError } from '../platform/errors.ts';
import type { HttpContext } from './context.ts';
import { noteForLog } from './request-log.ts';
import { isVital } from './route-config.ts';

/** When somebody may try again who was sent away: not all at the same second. */
const retrySeconds = (): number => 5 + Math.floor(Math.random() * 6);

/** The answer to what this process cannot take on now. */
export const overloaded = (): AppError =>
  new AppError(
    'overloaded',
    'The server has as much to do as it can. Try again after the time in Retry-After.',
    {
      retryAfterSeconds: retrySeconds(),
    },
  );

/** The answer of a process that ends to what comes too late. */
const leaving = (): AppError =>
  new AppError(
    'overloaded',
    'This server is being stopped or started again. Try again after the time in Retry-After.',
    { retryAfterSeconds: retrySeconds() },
  );

/**
 * Refuses requests while the process has too much to carry or is about to end, before they cost anything. Health and
 * metrics answer.
 */
export function mountLoadShedding(app: FastifyInstance, { overload }: Pick<HttpContext, 'overload'>): void {
  if (overload === undefined) return;
  app.addHook('onRequest', (request, _reply, done) => {
    const reason = overload();
    if (reason === undefined || isVital(request)) {
      done();
      return;
    }
    noteForLog(request, { overload: reason });
    done(reason === 'stopping' ? leaving() : overloaded());
  });
}
