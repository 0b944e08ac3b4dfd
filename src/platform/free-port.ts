import { createServer } from 'node:net';
import { AppError } from './errors.ts';

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
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host, port, exclusive: true }, resolve);
    });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const next = port === 8080 ? 8081 : 8080;
    if (code === 'EADDRINUSE')
      throw new AppError(
        'conflict',
        `Port ${port} on ${host} is in use by another program. Stop it, or choose another port: PORT=${next} npm start.`,
        { cause: error },
      );
    if (code === 'EACCES')
      throw new AppError(
        'conflict',
        `This user may not listen on port ${port}. Choose one from 1024 on, such as PORT=${next}, with a proxy in front.`,
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
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : port;
}
