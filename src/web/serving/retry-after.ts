import type { Visit } from './visit.ts';

/** Tells programs in the head of an answer what its page says: that nothing can be entered before an instant. */
export function tellRetryAfter({ context, reply }: Visit, until: number): void {
  reply.header('retry-after', String(Math.max(1, Math.ceil((until - context.clock.now()) / 1000))));
}
