import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createHttpClient, OutgoingRefused } from '../../src/platform/http-client.ts';
import { isLoopbackAddress, isPublicAddress } from '../../src/platform/network-address.ts';
import { newWebhookSecret, webhookHeaders } from '../../src/platform/webhook-signature.ts';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function listen(listener: RequestListener): Promise<string> {
  server = createServer(listener).listen(0, '127.0.0.1');
  await new Promise((resolve) => server?.once('listening', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const call = (url: string, options: Partial<Parameters<typeof createHttpClient>[0]> = {}) =>
  createHttpClient({ addresses: 'loopback', ...options }).post({
    url,
    headers: { 'content-type': 'text/plain' },
    body: 'grüße',
  });

test.each([
  ['8.8.8.8', true],
  ['2606:4700:4700::1111', true],
  ['10.1.2.3', false],
  ['172.31.255.255', false],
  ['172.32.0.1', true],
  ['192.168.0.1', false],
  ['169.254.169.254', false],
  ['100.100.0.1', false],
  ['127.0.0.1', false],
  ['0.0.0.0', false],
  ['224.0.0.1', false],
  ['255.255.255.255', false],
  ['::1', false],
  ['::', false],
  ['::ffff:10.0.0.1', false],
  ['::ffff:169.254.169.254', false],
  ['64:ff9b::a00:1', false],
  ['2002:a00:1::', false],
  ['fe80::1', false],
  ['fd12:3456::1', false],
  ['localhost', false],
])('%s is public: %s', (address, expected) => {
  expect(isPublicAddress(address)).toBe(expected);
});

test('loopback is 127/8 and ::1 only', () => {
  expect(['127.0.0.1', '127.9.9.9', '::1'].every(isLoopbackAddress)).toBe(true);
  expect(['10.0.0.1', '::2', 'localhost'].some(isLoopbackAddress)).toBe(false);
});

test.each([
  ['http://dc.example/notify', 'loopback', /https/],
  ['http://127.0.0.1:1/', 'public', /https/],
  ['https://127.0.0.1:1/', 'public', /not a public address/],
  ['https://[::1]:1/', 'public', /not a public address/],
  ['https://[::ffff:7f00:1]:1/', 'public', /not a public address/],
  ['https://0x7f000001/', 'public', /not a public address/],
  ['https://localhost:1/', 'public', /not a public address/],
  ['https://169.254.169.254/', 'loopback', /not a public address/],
  ['https://user:secret@example.com/', 'public', /user name/],
  ['ftp://example.com/', 'any', /ftp is not accepted/],
  ['notify', 'any', /not a URL/],
] as const)('%s is refused when addresses are %s', async (url, addresses, words) => {
  const refused = call(url, { addresses });
  await expect(refused).rejects.toThrow(words);
  await expect(refused).rejects.toBeInstanceOf(OutgoingRefused);
});

test('a body arrives whole, and the answer comes back', async () => {
  const url = await listen((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => response.writeHead(202).end(`${request.headers['content-type']} ${text}`));
  });
  expect(await call(url)).toEqual({ status: 202, body: 'text/plain grüße' });
});

test('a redirect is an answer, not a way', async () => {
  let asked = 0;
  const url = await listen((_request, response) => {
    asked++;
    response.writeHead(302, { location: '/elsewhere' }).end();
  });
  expect(await call(url)).toMatchObject({ status: 302 });
  expect(asked).toBe(1);
});

test('an answer without end is cut', async () => {
  const url = await listen((_request, response) => {
    response.writeHead(200);
    const more = (): void => {
      while (response.write('x'.repeat(10_000)));
    };
    response.on('drain', more);
    more();
  });
  expect((await call(url, { maxAnswerBytes: 1000 })).body).toHaveLength(1000);
});

test('a server that does not answer in time is given up', async () => {
  const url = await listen(() => undefined);
  await expect(call(url, { timeoutMs: 100 })).rejects.toThrow('no answer within 0.1 seconds');
});

test('a signature can be checked with the secret alone', async () => {
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const headers = webhookHeaders(
    { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: 1614265330, body: '{"test": 2432232314}' },
    [secret, newWebhookSecret()],
  );
  // The example of the Standard Webhooks libraries.
  expect(headers['webhook-signature']?.split(' ')[0]).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  expect(headers['webhook-signature']?.split(' ')).toHaveLength(2);
  expect(webhookHeaders({ id: 'a', timestamp: 1, body: '' }, [])).not.toHaveProperty('webhook-signature');
});
