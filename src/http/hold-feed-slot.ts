import type { FastifyReply } from 'fastify';
import type { HttpContext } from './context.ts';
import { overloaded } from './load-shedding.ts';

/**
 * Holds a slot until the answer has left or its reader is gone.
 *
 * @throws AppError `overloaded` when all are taken.
 */
export function holdFeedSlot({ feedSlots }: Pick<HttpContext, 'feedSlots'>, reply: FastifyReply): void {
  if (feedSlots === undefined) return;
  const free = feedSlots.take();
  if (free === undefined) throw overloaded();
  if (reply.raw.destroyed) free();
  else reply.raw.once('close', free);
}
