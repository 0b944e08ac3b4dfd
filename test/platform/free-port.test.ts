import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { freePort } from '../../src/platform/free-port.ts';

const host = '127.0.0.1';
const servers: Server[] = [];
async function take(port = 0): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  servers.push(server);
  return (server.address() as AddressInfo).port;
}
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

describe('a port that is taken', () => {
  it('is refused with one that is free', async () => {
    const port = await take();
    // Taken here, or by somebody else.
    for (const other of [8080, 8081, port + 1]) await take(other).catch(() => undefined);
    const error = (await freePort({ host, port }).catch((fault: unknown) => fault)) as Error;
    const [, offered] = /PORT=(\d+) npm start/.exec(error.message) ?? [];
    expect(error).toMatchObject({ code: 'conflict' });
    expect([8080, 8081, port, port + 1]).not.toContain(Number(offered));
    expect(await freePort({ host, port: Number(offered) })).toBe(Number(offered));
  });
});
