import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { resourceRoot } from '../../src/espi/resources.ts';
import { type House, openHouse } from '../support/house.ts';

let house: House;
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
beforeAll(async () => {
  house = await openHouse();
  await house.app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(async () => {
  agent.destroy();
  await house.close();
});

it('every request on a connection is read with the token that it sent itself', async () => {
  const { port } = house.app.server.address() as AddressInfo;
  const sockets = new Set<unknown>();
  const ask = async (auth: string, authorization?: string): Promise<number> => {
    const path = `${resourceRoot}/Subscription/${auth}/UsagePoint`;
    const headers = authorization === undefined ? {} : { authorization };
    const request = get({ host: '127.0.0.1', port, path, agent, headers });
    request.once('socket', (socket) => sockets.add(socket));
    const [answer] = (await once(request, 'response')) as [IncomingMessage];
    await once(answer.resume(), 'end');
    return answer.statusCode ?? 0;
  };
  const [full, bob] = [`Bearer ${house.tokens.full}`, `Bearer ${house.tokens.bob}`];
  expect([
    await ask('authfull', full),
    await ask('authfull', full),
    await ask('authfull', bob),
    await ask('authbob', bob),
    await ask('authfull'),
    await ask('authfull', 'Bearer'),
    await ask('authfull', 'Basic eDp5'),
    await ask('authfull', full),
  ]).toEqual([200, 200, 404, 200, 401, 401, 401, 200]);
  expect(sockets.size).toBe(1);
});
