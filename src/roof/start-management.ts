import type { FastifyInstance } from 'fastify';
import type { Config } from '../config/options.ts';
import { createManagementApp } from '../http/management.ts';
import { freePort } from '../platform/free-port.ts';

/**
 * Makes sure that the management port can be had, before anything else is begun.
 *
 * @throws AppError `conflict`.
 */
export async function checkManagementPort({
  managementHost: host,
  managementPort: port,
}: Config): Promise<void> {
  if (port !== undefined) await freePort({ host, port });
}

/** Opens the management port of the configuration; undefined when there is none. */
export async function startManagement(
  { managementHost: host, managementPort: port }: Config,
  context: Parameters<typeof createManagementApp>[0],
): Promise<FastifyInstance | undefined> {
  if (port === undefined) return undefined;
  const app = await createManagementApp(context);
  await app.listen({ host, port });
  return app;
}
