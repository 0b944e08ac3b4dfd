import { createServer } from 'node:net';
import { AppError } from './errors.ts';

/** Listens on a port for a moment. @returns the port. */
async function tryPort(host: string, port: number): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : port;
}

/** The first free port from one on; any that is free when the next ten are taken. */
async function portToOffer(host: string, from: number): Promise<number> {
  for (let port = from; port < Math.min(from + 10, 65_536); port++) {
    const free = await tryPort(host, port).catch(() => undefined);
    if (free !== undefined) return free;
  }
  return await tryPort(host, 0);
}

/**
 * Makes sure that a port can be listened on, before work is done that needs it.
 *
 * @param port 0 takes any that is free.
 * @returns the port.
 * @throws AppError `conflict` when it is taken or may not be used; `invalid_config` when the host is not ours.
 */
export async function freePort({
  host,
  port,
}: {
  readonly host: string;
  readonly port: number;
}): Promise<number> {
  try {
    return await tryPort(host, port);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE')
      throw new AppError(
        'conflict',
        `Port ${port} on ${host} is in use by another program. Stop it, or choose another port: PORT=${await portToOffer(host, port + 1)} npm start.`,
        { cause: error },
      );
    if (code === 'EACCES')
      throw new AppError(
        'conflict',
        `This user may not listen on port ${port}. Choose one from 1024 on, such as PORT=${await portToOffer(host, 8080)}, with a proxy in front.`,
        { cause: error },
      );
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw new AppError(
        'invalid_config',
        `HOST=${host} is no address of this machine. 127.0.0.1 or 0.0.0.0 are.`,
        {
          parameter: 'HOST',
          cause: error,
        },
      );
    throw error;
  }
}
