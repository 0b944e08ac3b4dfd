import type { FastifyReply, FastifyRequest } from 'fastify';
import type { HttpContext } from './context.ts';
import { overloaded } from './load-shedding.ts';

/** A feed on its way. */
export interface HeldFeed {
  /** Aborted when its connection is done with it: the answer has left, or nobody waits for it any more. */
  readonly signal: AbortSignal;
  /** To be called when nothing more is done for it. */
  readonly handled: () => void;
}

function takeSlot({ feedSlots }: Pick<HttpContext, 'feedSlots'>, clientId: number): () => void {
  if (feedSlots === undefined) return () => undefined;
  const free = feedSlots.take(clientId);
  if (free === undefined) throw overloaded();
  return free;
}

/**
 * Begins a feed. It holds a slot until both its handler and its connection are done: a reader that is gone does not
 * take back what is still being worked out for it. The head of a feed takes none.
 *
 * @throws AppError `overloaded` when all are taken, or half of them by its third party.
 */
export function holdFeedSlot(
  context: Pick<HttpContext, 'feedSlots'>,
  { method }: Pick<FastifyRequest, 'method'>,
  { raw }: Pick<FastifyReply, 'raw'>,
  clientId: number,
): HeldFeed {
  const free = method === 'GET' ? takeSlot(context, clientId) : () => undefined;
  const gone = new AbortController();
  let holders = 2;
  const leave = (): void => {
    holders--;
    if (holders === 0) free();
  };
  const close = (): void => {
    gone.abort();
    leave();
  };
  if (raw.destroyed) close();
  else raw.once('close', close);
  return { signal: gone.signal, handled: leave };
}
