import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../platform/errors.ts';
import { digestsEqual, sha256 } from '../platform/hash.ts';
import { sentBearer } from './bearer.ts';
import { readOnlyRoute } from './methods.ts';
import { vital } from './route-config.ts';

/** The metrics as text, and who may read them. */
export interface MetricsPage {
  readonly render: () => Promise<string>;
  /** Without it everybody who reaches the port may. */
  readonly token?: string | undefined;
}

/**
 * `/metrics`, in the text format of Prometheus.
 *
 * @see Prometheus exposition formats, text format 0.0.4
 */
export function mountMetricsPage(app: FastifyInstance, page: MetricsPage | undefined): void {
  if (page === undefined) return;
  const allowed = page.token === undefined ? undefined : sha256(page.token);
  const mayRead = (request: FastifyRequest): boolean =>
    allowed === undefined || digestsEqual(sentBearer(request)?.hash ?? '', allowed);
  readOnlyRoute(app, {
    url: '/metrics',
    ...vital,
    handler: async (request, reply): Promise<FastifyReply> => {
      if (!mayRead(request))
        throw new AppError('invalid_token', 'Metrics take the token of METERHOUSE_METRICS_TOKEN.');
      return await reply
        .header('cache-control', 'no-store')
        .type('text/plain; version=0.0.4; charset=utf-8')
        .send(await page.render());
    },
  });
}
