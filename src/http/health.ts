import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ReadinessCheck } from '../services/maintenance/check-readiness.ts';
import type { HttpContext } from './context.ts';
import { readOnlyRoute } from './methods.ts';
import { vital } from './route-config.ts';

/** What is known of the health of this process. */
export interface HealthContext extends Pick<HttpContext, 'isStopping'> {
  readonly log: Pick<HttpContext['log'], 'error'>;
  readonly checks: () => Promise<readonly ReadinessCheck[]>;
}

interface Health {
  readonly status: 'live' | 'ready' | 'stopping' | 'unavailable';
  readonly checks: readonly ReadinessCheck[];
}

const isVerbose = (request: FastifyRequest): boolean =>
  Object.hasOwn(request.query as Readonly<Record<string, unknown>>, 'verbose');

/** The checks as lines, `[+]` for what is well. */
const verboseText = ({ status, checks }: Health): string =>
  [
    ...checks.map(({ name, ok, words }) => `[${ok ? '+' : '-'}] ${name}${words === '' ? '' : `: ${words}`}`),
    status,
    '',
  ].join('\n');

function send(request: FastifyRequest, reply: FastifyReply, health: Health): FastifyReply {
  const { status } = health;
  const isWell = status === 'live' || status === 'ready';
  reply.code(isWell ? 200 : 503).header('cache-control', 'no-store');
  if (!isWell) reply.header('retry-after', '5');
  if (isVerbose(request)) return reply.type('text/plain; charset=utf-8').send(verboseText(health));
  return reply.send({ status });
}

async function readiness({ log, isStopping, checks }: HealthContext, requestId: string): Promise<Health> {
  const stopping: ReadinessCheck = { name: 'stopping', ok: false, words: 'the server was told to stop' };
  if (isStopping?.() === true) return { status: 'stopping', checks: [stopping] };
  try {
    const done = await checks();
    const failed = done.filter(({ ok }) => !ok);
    if (failed.length > 0) log.error({ requestId, failed }, 'not ready');
    return { status: failed.length === 0 ? 'ready' : 'unavailable', checks: done };
  } catch (error) {
    log.error({ requestId, err: error }, 'the database does not answer');
    return { status: 'unavailable', checks: [{ name: 'database', ok: false, words: 'it does not answer' }] };
  }
}

/**
 * `/health/live` and `/livez` answer when the process runs; `/health/ready` and `/readyz` when the database answers too,
 * its schema and the key fit, and the server is not stopping. `?verbose` lists the checks as text. No token.
 */
export function mountHealth(app: FastifyInstance, context: HealthContext): void {
  for (const url of ['/health/live', '/livez'])
    readOnlyRoute(app, {
      url,
      ...vital,
      handler: async (request, reply) => send(request, reply, { status: 'live', checks: [] }),
    });
  for (const url of ['/health/ready', '/readyz'])
    readOnlyRoute(app, {
      url,
      ...vital,
      handler: async (request, reply) => send(request, reply, await readiness(context, request.id)),
    });
}
