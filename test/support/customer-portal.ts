import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { jobHandlers } from '../../src/jobs/handlers.ts';
import { runDueJobs } from '../../src/jobs/runner.ts';
import { createHttpClient } from '../../src/platform/http-client.ts';
import { hashPassword } from '../../src/platform/passwords.ts';
import type { MailTransport, OutgoingMessage } from '../../src/platform/smtp.ts';
import { insertCustomerAccount } from '../../src/storage/customer-accounts.ts';
import type { CustomerSettings } from '../../src/storage/customer-settings.ts';
import type { Database } from '../../src/storage/database.ts';
import { mailTemplates } from '../../src/web/mails/mail-templates.ts';
import type { OauthThirdParty } from './oauth.ts';
import { oauthThirdParty } from './oauth.ts';
import { openPortal, type Portal, type PortalOptions, portalUrl } from './portal.ts';
import { openVisitor, type Visitor } from './visitor.ts';

/** Prefix of the pages of the seeded utility. */
export const pages = '/DataCustodian/example';

/** The password of the customer Ada's own account. */
export const adaPassword = 'copper kettle on the stove';

/** A portal with customers who have accounts, a live third party and one in the sandbox, and a mailbox. */
export interface CustomerPortal extends Portal {
  readonly live: OauthThirdParty;
  readonly sandbox: OauthThirdParty;
  /** Mails that were delivered, newest last. */
  readonly mailbox: OutgoingMessage[];
  /** Key of a seeded customer. */
  readonly customerIds: Readonly<Record<'ada' | 'bob', number>>;
  /** Does all jobs that are due. */
  readonly work: () => Promise<void>;
  readonly set: (settings: Partial<CustomerSettings>) => Promise<void>;
  /** Forgets what a test left behind: sessions, codes, mails, waits, settings, what was shared. */
  readonly reset: () => Promise<void>;
}

const scope = 'FB=1_3_4_5_13_15_16_35_37_39_51_53_54_69;HistoryLength=63072000';

const forgotten = [
  'session',
  'one_time_code',
  'oauth_request',
  'throttle',
  'mail',
  'job',
  'notification',
  'consent_evidence',
  'authorization_event',
] as const;

/** Lets an account stand for these customers, and no others. */
export async function giveAccount(db: Database, uid: string, customerIds: readonly number[]): Promise<void> {
  await db.query(
    `delete from account_customer where account_id = (select id from customer_account where uid = $1)`,
    [uid],
  );
  await db.query(
    `insert into account_customer (account_id, customer_id)
     select a.id, c.id from customer_account a, unnest($2::int8[]) as c(id) where a.uid = $1`,
    [uid, customerIds],
  );
}

/** What an import says of the e-mail addresses of a Customer. */
export async function recordAddresses(
  db: Database,
  key: string,
  addresses: Readonly<Record<string, string>>,
): Promise<void> {
  await db.query(
    `update customer_resource set data = data || jsonb_build_object('Organisation',
       coalesce(data -> 'Organisation', '{}') || jsonb_build_object('electronicAddress', $2::text::jsonb))
     where source_key = $1 and noun = 'Customer'`,
    [key, JSON.stringify(addresses)],
  );
}

async function giveAccounts({ db, clock, utilityId }: Portal): Promise<CustomerPortal['customerIds']> {
  const rows = await db.query<{ id: number; key: string }>(
    `select id, source_key as key from customer_resource where noun = 'Customer'`,
  );
  const idOf = (key: string): number => rows.find((row) => row.key === key)?.id ?? 0;
  await insertCustomerAccount(db, {
    uid: 'accountada',
    utilityId,
    customerIds: [idOf('ada')],
    email: 'ada@example.org',
    passwordHash: await hashPassword(adaPassword),
    language: 'en',
    created: clock.now(),
  });
  return { ada: idOf('ada'), bob: idOf('bob') };
}

/** Opens the pages with customers in them. Ada has an account and is a test customer too; Bob is neither. */
export async function openCustomerPortal(options: PortalOptions = {}): Promise<CustomerPortal> {
  const portal = await openPortal({ keepsMail: false, ...options });
  const { db, clock, utilityId } = portal;
  const customerIds = await giveAccounts(portal);
  await db.query(`update client set profile = $1 where uid = 'clientone'`, [
    {
      company: 'Solar Compass Inc.',
      siteUrl: 'https://solarcompass.example',
      purposeEn: 'to size a rooftop solar system for your home and show your payback time.',
      purposeFr: 'dimensionner une installation solaire pour votre toit.',
      privacyUrl: 'https://solarcompass.example/privacy',
      contactEmail: 'dev@solarcompass.example',
      language: 'en',
    },
  ]);
  const live = await oauthThirdParty(db, { secret: 'live-secret', scopes: [scope] });
  const sandbox = await oauthThirdParty(db, {
    uid: 'clienttwo',
    secret: 'sandbox-secret',
    state: 'waiting',
    scopes: [scope],
  });
  const mailbox: OutgoingMessage[] = [];
  const mailTransport: MailTransport = {
    send: async (message) => void mailbox.push(message),
    close: () => undefined,
  };
  const publicUrl = options.publicUrl ?? portalUrl;
  const context = {
    db,
    clock,
    publicUrl,
    secretKey: Buffer.alloc(32, 7),
    mailTemplates: mailTemplates({ publicUrl }),
    httpClient: createHttpClient({ addresses: 'loopback', timeoutMs: 2000 }),
    mailTransport,
    log: {
      info: () => undefined,
      error: (fields: object) => void portal.errors.push(fields),
    },
  };
  return {
    ...portal,
    live,
    sandbox,
    mailbox,
    customerIds,
    work: async () => {
      await runDueJobs(context, jobHandlers(context));
    },
    reset: async () => {
      mailbox.length = 0;
      portal.errors.length = 0;
      for (const table of forgotten) await db.query(`delete from ${table}`);
      await db.query(`update utility set settings = settings - 'customers'`);
      await db.query('update client set notify_uri = null, notify_paused = null');
      await db.query(`update customer_account set language = 'en'`);
      await giveAccount(db, 'accountada', [customerIds.ada]);
    },
    set: async (settings) => {
      await db.query('update utility set settings = settings || $2 where id = $1', [
        utilityId,
        { customers: settings },
      ]);
    },
  };
}

/**
 * Gives the tests of a file one portal, and each of them a visitor of its own and a portal that has forgotten what the
 * tests before it did. A test fails when the portal has logged an error.
 */
export function useCustomerPortal(
  begin: (given: { readonly portal: CustomerPortal; readonly visitor: Visitor }) => void | Promise<void>,
): void {
  let portal: CustomerPortal;
  let start: number;
  beforeAll(async () => {
    portal = await openCustomerPortal();
    start = portal.clock.now();
  });
  afterAll(() => portal.close());
  beforeEach(async () => {
    portal.clock.set(start);
    await portal.reset();
    await begin({ portal, visitor: openVisitor(portal.app) });
  });
  afterEach(() => {
    expect(portal.errors).toEqual([]);
  });
}

/** Sends a browser to the authorization endpoint. */
export async function arrive(
  visitor: Visitor,
  thirdParty: OauthThirdParty,
  parameters: Record<string, string | undefined> = {},
): Promise<void> {
  const query = new URLSearchParams(
    Object.entries({
      response_type: 'code',
      client_id: thirdParty.clientId,
      redirect_uri: thirdParty.redirectUri,
      scope: 'FB=4_16_51',
      state: 's1',
      ...parameters,
    }).filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
  await visitor.get(`${pages}/oauth/authorize?${query}`);
}

/** Signs Ada in with her password on the page that the visitor looks at. */
export async function signInAda(visitor: Visitor): Promise<void> {
  await visitor.post(actionOf(visitor), {
    method: 'password',
    email: 'ada@example.org',
    password: adaPassword,
  });
}

/** Where the main form of the page posts to. */
export function actionOf(visitor: Visitor): string {
  const actions = [...visitor.page().html.matchAll(/<form[^>]*action="([^"]*)"/g)].map(
    ([, action]) => action ?? '',
  );
  return (actions.find((action) => !action.endsWith('/sign-out')) ?? '').replaceAll('&amp;', '&');
}

/** The code of the newest mail. */
export async function newestCode({ work, mailbox }: CustomerPortal): Promise<string> {
  await work();
  return /\b\d{6}\b/.exec(mailbox.at(-1)?.text ?? '')?.[0] ?? '';
}
