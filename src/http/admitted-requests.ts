import type { FastifyInstance } from 'fastify';
import { isVital } from './route-config.ts';

/** The requests that were let in and are not answered to the end: what a process that stops has to wait for. */
export interface AdmittedRequests {
  readonly count: () => number;
  /** Counts one, until what it gives is called: once or more often. */
  readonly admit: () => () => void;
}

/** Counts what is let in. */
export function createAdmittedRequests(): AdmittedRequests {
  let count = 0;
  return {
    count: () => count,
    admit: () => {
      count++;
      let left = false;
      return () => {
        if (!left) count--;
        left = true;
      };
    },
  };
}

/** Counts the requests that come past the hooks before. Health and metrics are not counted. */
export function mountAdmittedRequests(app: FastifyInstance, admitted: AdmittedRequests | undefined): void {
  if (admitted === undefined) return;
  app.addHook('onRequest', (request, reply, done) => {
    if (!isVital(request)) {
      const { socket } = request.raw;
      const leave = admitted.admit();
      const over = (): void => {
        reply.raw.off('close', over);
        socket.off('close', over);
        leave();
      };
      reply.raw.once('close', over);
      // An answer that waits for another on its connection does not hear that the connection is gone.
      socket.once('close', over);
    }
    done();
  });
}
