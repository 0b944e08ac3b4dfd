import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sealSecret } from '../../src/platform/crypto.ts';
import {
  actionOf,
  arrive,
  type CustomerPortal,
  openCustomerPortal,
  pages,
} from '../support/customer-portal.ts';
import { portalUrl } from '../support/portal.ts';
import { openVisitor, type Visitor } from '../support/visitor.ts';

let portal: CustomerPortal;
let visitor: Visitor;
let server: Server;
let issuer: string;
const clientSecret = 'a secret of the utility and its provider';

beforeAll(async () => {
  portal = await openCustomerPortal();
  server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'meterhouse',
        client_secret: clientSecret,
        redirect_uris: [`${portalUrl}${pages}/login/callback`],
        response_types: ['code'],
        grant_types: ['authorization_code'],
      },
    ],
    claims: { openid: ['sub', 'customer_number'] },
    conformIdTokenClaims: false,
    findAccount: (_context: unknown, id: string) => ({
      accountId: id,
      claims: () => ({ sub: id, customer_number: id === 'subject-of-ada' ? '4711 0815' : 'unknown' }),
    }),
    pkce: { required: () => true },
    cookies: { keys: ['a test key'] },
  });
  server.on('request', provider.callback());
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await portal.close();
});
beforeEach(async () => {
  await portal.reset();
  await portal.db.query('delete from customer_account where openid_subject is not null');
  visitor = openVisitor(portal.app);
});

const offer = (customerClaim?: string) =>
  portal.set({
    identify: [
      {
        kind: 'openid',
        issuer,
        clientId: 'meterhouse',
        clientSecretCiphertext: sealSecret(Buffer.alloc(32, 7), clientSecret),
        ...(customerClaim === undefined ? {} : { customerClaim }),
      },
    ],
  });

/** A browser at the provider: follows its redirects and answers its two forms, until it is sent back to us. */
async function atProvider(start: string, login: string): Promise<string> {
  const cookies = new Map<string, string>();
  let url = start;
  let form: URLSearchParams | undefined;
  for (let step = 0; step < 20; step++) {
    if (url.startsWith(portalUrl)) return url.slice(portalUrl.length);
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form === undefined ? {} : { method: 'POST', body: form }),
    });
    form = undefined;
    for (const cookie of response.headers.getSetCookie()) {
      const [name = '', value = ''] = cookie.split(';')[0]?.split('=') ?? [];
      cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (location !== null) {
      url = new URL(location, url).href;
      continue;
    }
    const html = await response.text();
    const action = /action="([^"]+)"/.exec(html)?.[1];
    if (action === undefined) throw new Error(`The provider says: ${html.slice(0, 500)}`);
    url = new URL(action, url).href;
    form = html.includes('name="login"')
      ? new URLSearchParams({ prompt: 'login', login, password: 'x' })
      : new URLSearchParams({ prompt: 'consent' });
  }
  throw new Error('The provider goes round in circles');
}

/** Leaves for the provider from the page that the visitor looks at. */
async function leave(): Promise<string> {
  const page = await visitor.post(actionOf(visitor), { method: 'openid' });
  expect(page.status).toBe(303);
  return String(page.headers.location);
}

test('the utility’s own sign-in leads to the consent page: by the number that the provider names, then by the identity', async () => {
  await offer('customer_number');
  await arrive(visitor, portal.live);
  const away = new URL(await leave());
  expect(away.searchParams.get('code_challenge_method')).toBe('S256');
  expect(away.searchParams.get('nonce')).not.toBeNull();
  const before = new Map(visitor.cookies);
  await visitor.get(await atProvider(away.href, 'subject-of-ada'));
  expect(visitor.page().title).toMatch(/is asking to see your energy data$/);
  expect(visitor.page().html).toContain('Ada Example');
  expect([...visitor.cookies.values()]).not.toEqual([...before.values()]);
  const accounts = () =>
    portal.db.query(
      'select openid_issuer, openid_subject from customer_account where openid_subject is not null',
    );
  expect(await accounts()).toEqual([{ openid_issuer: issuer, openid_subject: 'subject-of-ada' }]);
  // The second time the pair of issuer and subject is enough.
  await offer();
  visitor = openVisitor(portal.app);
  await visitor.get(`${pages}/sharing`);
  await visitor.get(await atProvider(await leave(), 'subject-of-ada'));
  expect(visitor.page().title).toBe('My data sharing');
  expect(await accounts()).toHaveLength(1);
});

test('somebody whom the utility does not know, and a sign-in that was broken off, lead back', async () => {
  await offer('customer_number');
  await arrive(visitor, portal.live);
  await visitor.get(await atProvider(await leave(), 'a stranger'));
  expect(visitor.page().title).toBe('Sign in to continue');
  expect(visitor.page().html).toContain('We could not find you');
  const state = new URL(await leave()).searchParams.get('state') ?? '';
  await visitor.get(
    `${pages}/login/callback?error=access_denied&state=${state}&iss=${encodeURIComponent(issuer)}`,
  );
  expect(visitor.page().html).toContain('We could not find you');
});

test('the page that was asked for is not forgotten when it led to nobody', async () => {
  await offer('customer_number');
  await visitor.get(`${pages}/sharing?tab=ended`);
  await visitor.get(await atProvider(await leave(), 'a stranger'));
  expect(visitor.page().html).toContain('We could not find you');
  await visitor.get(await atProvider(await leave(), 'subject-of-ada'));
  expect(visitor.page().url).toBe(`${pages}/sharing?tab=ended`);
});

test('an answer belongs to one journey of one browser', async () => {
  await offer('customer_number');
  await arrive(visitor, portal.live);
  const back = await atProvider(await leave(), 'subject-of-ada');
  const thief = openVisitor(portal.app);
  expect((await thief.get(back)).status).toBe(400);
  await arrive(thief, portal.live);
  await thief.post(actionOf(thief), { method: 'openid' });
  await thief.get(back);
  expect(thief.page().title).toBe('Sign in to continue');
  await visitor.get(back.replace(/state=[^&]+/, 'state=another'));
  expect(visitor.page().title).toBe('Sign in to continue');
});

test('a provider that does not answer is said to be away', async () => {
  await portal.set({
    identify: [
      {
        kind: 'openid',
        issuer: 'http://127.0.0.1:9',
        clientId: 'meterhouse',
        clientSecretCiphertext: sealSecret(Buffer.alloc(32, 7), clientSecret),
      },
    ],
  });
  await arrive(visitor, portal.live);
  const page = await visitor.post(actionOf(visitor), { method: 'openid' });
  expect(page.status).toBe(503);
});
