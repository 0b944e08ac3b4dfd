import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import Fastify from 'fastify';
import { expect, it } from 'vitest';
import { createAdmittedRequests, mountAdmittedRequests } from '../../src/http/admitted-requests.ts';

it('a request is let in until its answer has left, or its connection is gone, also behind another one', async () => {
  const admitted = createAdmittedRequests();
  const app = Fastify();
  mountAdmittedRequests(app, admitted);
  let answer: (() => void) | undefined;
  app.get('/quick', async () => 'done');
  app.get('/slow', async () => {
    await new Promise<void>((resolve) => {
      answer = resolve;
    });
    return 'done';
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  try {
    const { port } = app.server.address() as AddressInfo;
    expect((await fetch(`http://127.0.0.1:${port}/quick`)).status).toBe(200);
    await expect.poll(admitted.count).toBe(0);
    const client = connect(port, '127.0.0.1');
    client.on('error', () => undefined);
    client.write('GET /slow HTTP/1.1\r\nhost: a\r\n\r\n'.repeat(3));
    await expect.poll(admitted.count).toBe(3);
    client.destroy();
    await expect.poll(admitted.count).toBe(0);
    answer?.();
    // One that ends in both ways counts once.
    expect((await fetch(`http://127.0.0.1:${port}/quick`)).status).toBe(200);
    await expect.poll(admitted.count).toBe(0);
  } finally {
    await app.close();
  }
});
