import type { FastifyReply } from 'fastify';
import type { PendingAnswer } from '../../services/resource/answer.ts';
import type { HttpContext } from '../context.ts';

/** Says that a feed is being written, and after how many seconds to ask again. The body is empty. */
export async function sendPending(
  { log }: Pick<HttpContext, 'log'>,
  reply: FastifyReply,
  answer: PendingAnswer,
): Promise<FastifyReply> {
  reply.raw.once('close', () => {
    answer
      .onAnswered()
      .catch((error: unknown) =>
        log.error({ err: error }, 'a 202 could not be noted: its reader is not told'),
      );
  });
  return await reply
    .code(202)
    .headers({ 'retry-after': String(answer.retryAfterSeconds), 'cache-control': 'no-store' })
    .send();
}
