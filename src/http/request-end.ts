import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../platform/clock.ts';

/** A request whose connection is done with it: its answer has left, or its reader has gone away. */
interface EndedRequest {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** When it came, in milliseconds. */
  readonly at: number;
  readonly milliseconds: number;
  /** Bytes that left, heads included. */
  readonly bytes: number;
  /** Whether the connection ended before the answer had left. */
  readonly aborted: boolean;
}

/** Hears of every request that is over. */
export type RequestListener = (ended: EndedRequest) => void;

/** Gives every answer the reference of its request, and tells the listeners, in their order, when it is over. */
export function mountRequestEnd(
  app: FastifyInstance,
  { clock }: { readonly clock: Clock },
  listeners: readonly RequestListener[],
): void {
  app.addHook('onRequest', (request, reply, done) => {
    const at = clock.now();
    const started = performance.now();
    const { raw } = reply;
    const { socket } = request.raw;
    const sentBefore = socket.bytesWritten ?? 0;
    reply.header('x-request-id', request.id);
    raw.once('close', () => {
      const ended = {
        request,
        reply,
        at,
        milliseconds: performance.now() - started,
        bytes: Math.max(0, (socket.bytesWritten ?? 0) - sentBefore),
        aborted: !raw.writableFinished,
      };
      for (const listener of listeners) listener(ended);
    });
    done();
  });
}
