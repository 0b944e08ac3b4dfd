import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { stopLinkKey } from '../../src/services/customer/stop-by-mail.ts';
import {
  actionOf,
  arrive,
  type CustomerPortal,
  giveAccount,
  openCustomerPortal,
  pages,
  signInAda,
} from '../support/customer-portal.ts';
import { openVisitor, type Visitor } from '../support/visitor.ts';

/** A page of the customers' part as somebody finds it. */
interface CustomerPage {
  readonly name: string;
  readonly path: string;
  readonly cookies: ReadonlyMap<string, string>;
  readonly status?: number;
}

/** A listening portal with customers at every step, and a third party on another origin. */
export interface CustomerStage {
  readonly portal: CustomerPortal;
  readonly origin: string;
  readonly pages: readonly CustomerPage[];
  /** Where the third party waits for the answer. */
  readonly callback: string;
  /** Paths at which the third party was called. */
  readonly calls: string[];
  readonly close: () => Promise<void>;
}

const branding = {
  tagline: { en: 'Municipal Utilities', fr: 'Services municipaux' },
  phone: '519-555-0100',
  helpUrl: 'https://help.example',
  privacyUrl: 'https://privacy.example',
  accessibilityUrl: 'https://a11y.example',
  complaintUrl: 'https://complaints.example',
};

async function listen(server: Server, host: string): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return (server.address() as AddressInfo).port;
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server, '127.0.0.1');
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** What is shared: read by one, ended by another, without end by a third. */
async function share({ db, clock, customerIds }: CustomerPortal): Promise<void> {
  const now = clock.now();
  await db.query(
    `update "authorization" set customer_id = $1, duration = 'until', end_ts = $2::int8 / 1000 + 25000000,
       data_start_ts = $2::int8 / 1000 - 63072000, last_read = $2, last_read_kinds = '{"IntervalBlock feed","UsageSummary entry"}'
     where uid = 'authfull'`,
    [customerIds.ada, now],
  );
  await db.query(
    `update "authorization" set status = 0, ended = $1, end_cause = 'third_party' where uid in ('authbills', 'authcustomer')`,
    [now - 86_400_000],
  );
  await db.query(
    `update usage_point set data = data || '{"ServiceCategory": {"kind": 6}}' where uid = 'metercabinelectric'`,
  );
}

async function visitors(portal: CustomerPortal) {
  const at = async (
    steps: (visitor: Visitor) => Promise<void>,
  ): Promise<{ path: string; cookies: Map<string, string> }> => {
    const visitor = openVisitor(portal.app);
    await steps(visitor);
    return { path: visitor.page().url, cookies: visitor.cookies };
  };
  const signedIn = await at(async (visitor) => {
    await visitor.get(`${pages}/sharing`);
    await signInAda(visitor);
  });
  const consent = (scope: string) =>
    at(async (visitor) => {
      await arrive(visitor, portal.live, { scope });
      await signInAda(visitor);
    });
  return { at, signedIn, consent };
}

async function stagedPages(portal: CustomerPortal): Promise<CustomerPage[]> {
  const { at, signedIn, consent } = await visitors(portal);
  const identify = await at((visitor) => arrive(visitor, portal.live));
  const code = await at(async (visitor) => {
    await arrive(visitor, portal.live);
    await visitor.post(actionOf(visitor), { method: 'email_code', email: 'ada@example.org' });
  });
  const nobody = await at(async (visitor) => {
    await arrive(visitor, portal.sandbox);
  });
  await giveAccount(portal.db, 'accountada', [portal.customerIds.ada, portal.customerIds.bob]);
  const choose = await consent('FB=4_16_51');
  await giveAccount(portal.db, 'accountada', [portal.customerIds.ada]);
  const own = (name: string, path: string): CustomerPage => ({ name, ...signedIn, path: `${pages}/${path}` });
  const nobodysCookies = new Map<string, string>();
  return [
    { name: 'identify', ...identify, path: `${identify.path}?method=lookup` },
    { name: 'identify-password', ...identify, path: `${identify.path}?method=password` },
    { name: 'identify-openid', ...identify, path: `${identify.path}?method=openid&failed=openid` },
    { name: 'identify-test', ...nobody },
    { name: 'code', ...code },
    { name: 'choose', ...choose },
    { name: 'consent', ...(await consent('FB=4_16_51')) },
    {
      name: 'consent-fixed',
      ...(await consent('FB=4_16_51;AdditionalScope=historical-1y_ongoing-2026-12-31_noedit')),
    },
    { name: 'sign-in', path: `${pages}/sign-in`, cookies: nobodysCookies },
    own('sharing', 'sharing'),
    own('sharing-ended', 'sharing?tab=ended'),
    own('password', 'password'),
    own('receipt', 'authorizations/authfull/receipt'),
    own('receipt-ended', 'authorizations/authbills/receipt'),
    own('stop', 'sharing/authfull/stop'),
    own('stopped', 'sharing/authbills/stopped'),
    {
      name: 'stop-by-mail',
      path: `${pages}/sharing/authfull/stop/mail?key=${stopLinkKey(Buffer.alloc(32, 7), 'authfull')}`,
      cookies: nobodysCookies,
    },
    {
      name: 'over',
      path: `${pages}/oauth/authorize/${'x'.repeat(43)}`,
      cookies: nobodysCookies,
      status: 400,
    },
    {
      name: 'authorize-problem',
      path: `${pages}/oauth/authorize?response_type=code&client_id=${portal.live.clientId}&redirect_uri=https%3A%2F%2Felsewhere.example`,
      cookies: nobodysCookies,
      status: 403,
    },
  ];
}

/** Opens the stage: the portal at `localhost`, the third party at `127.0.0.1`, which is another origin. */
export async function openCustomerStage(): Promise<CustomerStage> {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const portal = await openCustomerPortal({ publicUrl: origin });
  await portal.db.query('update utility set name = $1, branding = $2', ['Riverbend', branding]);
  await portal.set({
    identify: [
      { kind: 'lookup', fact: 'postal_code' },
      { kind: 'password' },
      { kind: 'email_code' },
      { kind: 'openid', issuer: 'https://login.example', clientId: 'x', clientSecretCiphertext: '' },
    ],
  });
  await share(portal);
  const calls: string[] = [];
  const server = createServer((request, response) => {
    calls.push(request.url ?? '');
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>Solar Compass</title>');
  });
  const callback = `http://127.0.0.1:${await listen(server, '127.0.0.1')}/callback`;
  const staged = await stagedPages(portal);
  await portal.db.query(
    `insert into redirect_uri (client_id, uri, state, since) values ($1, $2, 'approved', 1)`,
    [portal.live.id, callback],
  );
  await portal.app.listen({ port, host: 'localhost' });
  return {
    portal,
    origin,
    pages: staged,
    callback,
    calls,
    close: async () => {
      server.close();
      await portal.close();
    },
  };
}
