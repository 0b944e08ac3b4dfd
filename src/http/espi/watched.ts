import type { FastifyRequest } from 'fastify';
import type { HttpContext } from '../context.ts';

/**
 * Passes a feed on. What fails after the head has left cannot become a status: it is logged, and the connection ends.
 * A reader that goes away, of which `signal` tells, is no fault: what reads the feed ends then, and nothing is logged.
 */
export async function* watched(
  chunks: AsyncIterable<Uint8Array>,
  request: FastifyRequest,
  { log }: Pick<HttpContext, 'log'>,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  // Only what reading throws is a fault: a client that goes away ends this generator at its yield.
  const read = async (): Promise<IteratorResult<Uint8Array>> => {
    try {
      return await iterator.next();
    } catch (error) {
      if (signal?.aborted === true && error === signal.reason) return { done: true, value: undefined };
      log.error({ requestId: request.id, err: error }, 'a feed broke off');
      throw error;
    }
  };
  try {
    for (let next = await read(); next.done !== true; next = await read()) yield next.value;
  } finally {
    await iterator.return?.();
  }
}
