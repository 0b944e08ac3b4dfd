import type { FastifyInstance } from 'fastify';
import type { HttpContext } from './context.ts';

/** While the server stops, every answer is the last on its connection: the reader's next one goes elsewhere. */
export function mountStopping(app: FastifyInstance, { isStopping }: Pick<HttpContext, 'isStopping'>): void {
  if (isStopping === undefined) return;
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (isStopping()) reply.header('connection', 'close');
    done();
  });
}
