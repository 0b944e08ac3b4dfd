import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { closeOnlyIdle } from '../../src/http/idle-connections.ts';

const long = Buffer.alloc(30_000_000, 'x');
let server: Server;
afterEach(() => server.closeAllConnections());

async function open(): Promise<number> {
  server = createServer((_request, response) => response.end(long));
  closeOnlyIdle(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

it('an answer that was written and has not left is not cut off, however slowly it is read', {
  timeout: 15_000,
}, async () => {
  const port = await open();
  const asked = request({ host: '127.0.0.1', port, agent: false, headers: { connection: 'keep-alive' } });
  asked.end();
  asked.on('error', () => undefined);
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  response.pause();
  const closed = new Promise((resolve) => server.close(resolve));
  for (let i = 0; i < 3; i++) {
    server.closeIdleConnections();
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  let bytes = 0;
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
  });
  response.on('error', () => undefined);
  const ended = once(response, 'close');
  response.resume();
  await ended;
  expect([bytes, response.complete]).toEqual([long.length, true]);
  const tidy = setInterval(() => server.closeIdleConnections(), 10);
  await closed;
  clearInterval(tidy);
});

it('a connection on which all was taken is closed', { timeout: 15_000 }, async () => {
  const port = await open();
  const socket = connect(port, '127.0.0.1');
  const closed = once(socket, 'close');
  let bytes = 0;
  socket.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
  });
  socket.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n');
  await expect.poll(() => bytes).toBeGreaterThan(long.length);
  const tidy = setInterval(() => server.closeIdleConnections(), 10);
  await closed;
  clearInterval(tidy);
});
