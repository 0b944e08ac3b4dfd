import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createServer } from '../../demo/third-party/server.ts';
import { freePort } from '../../src/platform/free-port.ts';
import { startDemoApp } from '../../src/roof/start-demo-app.ts';

const issuer = 'http://custodian.example/DataCustodian';
const registrationUri = `${issuer}/espi/1_1/resource/ApplicationInformation/one`;
let app: Awaited<ReturnType<typeof createServer>>;
beforeAll(async () => {
  app = await createServer({
    port: 0,
    host: '127.0.0.1',
    publicUrl: 'http://localhost:0',
    issuer,
    clientId: 'one',
    clientSecret: 'secret-of-the-demo',
    registrationToken: 'token-of-the-demo',
    applicationUri: registrationUri,
  });
});
afterAll(async () => await app.close());

/** A visitor's page, and a way to post its forms. */
async function visit() {
  const first = await app.inject({ url: '/' });
  const cookie = String(first.headers['set-cookie']).split(';')[0] ?? '';
  const csrf = /name="csrf" value="([\w-]+)"/.exec(first.payload)?.[1] ?? '';
  const post = async (path: string, fields: Record<string, string>) => {
    await app.inject({
      method: 'POST',
      url: path,
      headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ csrf, ...fields }).toString(),
    });
    return (await app.inject({ url: '/', headers: { cookie } })).payload;
  };
  return { first: first.payload, post };
}

it('shows no secret, neither its own nor one that was entered', async () => {
  const { first, post } = await visit();
  const later = await post('/credentials', {
    client_id: 'two',
    client_secret: 'entered-secret',
    registration_token: 'entered-token',
    application_uri: registrationUri,
  });
  expect(later).toContain('registered as <code>two</code>');
  for (const text of [first, later])
    expect(text).not.toMatch(/secret-of-the-demo|token-of-the-demo|entered-secret|entered-token/);
});

it.each([
  'http://elsewhere.example/DataCustodian/espi/1_1/resource/ApplicationInformation/one',
  'http://custodian.example.elsewhere.example/',
  'file:///etc/passwd',
  'nonsense',
])('sends its registration token to its custodian only, not to %s', async (address) => {
  const { post } = await visit();
  const page = await post('/credentials', { client_id: 'two', application_uri: address });
  expect(page).toContain('must begin with http://custodian.example/');
  expect(page).toContain('registered as <code>one</code>');
});

async function answers(url: string): Promise<void> {
  for (let i = 0; i < 200; i++) {
    if (
      await fetch(`${url}/health`).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return;
    await wait(100);
  }
  throw new Error('The demo third party does not answer');
}

it('runs beside the server, and ends when it is told to, with browsers still connected', async () => {
  const url = `http://localhost:${await freePort({ host: '127.0.0.1', port: 0 })}`;
  const exits: unknown[] = [];
  const options = {
    url,
    publicUrl: 'http://custodian.example',
    onExit: (code: unknown) => void exits.push(code),
  };
  const child = startDemoApp(
    {
      app: {
        name: 'Solar Compass',
        developerEmail: 'dev@example.org',
        applicationUid: 'one',
        clientId: 'one',
        clientSecret: 'secret',
        registrationToken: 'token',
      },
    },
    options,
  );
  await answers(url);
  await child.stop();
  await expect(fetch(`${url}/health`)).rejects.toThrow();
  expect(exits).toEqual([]);
});

it('ends by itself at a signal, though the program that started it goes on', async () => {
  const port = await freePort({ host: '127.0.0.1', port: 0 });
  const program = fileURLToPath(new URL('../../demo/third-party/main.ts', import.meta.url));
  const child = fork(program, {
    execArgv: ['--import', new URL('../../bin/typescript.js', import.meta.url).href],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { PORT: String(port), CUSTODIAN_ISSUER: issuer },
  });
  try {
    await answers(`http://localhost:${port}`);
    const exit = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await Promise.race([exit, wait(10_000, 'still there')])).toEqual([0, null]);
  } finally {
    child.kill('SIGKILL');
  }
});
