import { createServer } from 'node:net';
import { makePng } from '../support/pictures.ts';
import { openPortal, type Portal } from '../support/portal.ts';
import { signIn, signUp } from '../support/portal-people.ts';
import { stageLargeFeeds } from '../support/staged-feeds.ts';
import { openVisitor, type Visitor } from '../support/visitor.ts';

/** Where the pages of the stage begin. */
export const stageBase = '/DataCustodian/example';

/** A listening portal with something to see on every page, and people who are signed in. */
export interface Stage {
  readonly portal: Portal;
  readonly origin: string;
  readonly developer: Visitor;
  readonly operator: Visitor;
  /** Registrations: one that waits and has a logo, one with a question, one that is live with a URI that waits. */
  readonly waiting: string;
  readonly asked: string;
  readonly live: string;
  /** A mail of the outbox. */
  readonly mail: string;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const values = {
  company: 'Compass Analytics Incorporated, of Ontario',
  siteUrl: 'https://compass.example',
  purposeEn: 'to size a rooftop solar system for your home',
  purposeFr: 'pour calculer un système solaire pour votre toit',
  privacyUrl: 'https://compass.example/privacy',
  termsUrl: 'https://compass.example/terms',
  customerContact: 'help@compass.example',
  contactEmail: 'dev@compass.example',
  redirectUris: 'https://compass.example/a-rather-long-path/to-come-back-to/callback',
  notifyUri: 'https://compass.example/notify',
  scope: 'FB=1_3_4_5_13_14_15_16_39;IntervalDuration=3600;BlockDuration=daily',
  terms: 'accepted',
  intent: 'save',
};

async function register(developer: Visitor, name: string): Promise<string> {
  const url = `${stageBase}/developers/register`;
  await developer.get(url);
  const logo = { fileName: 'logo.png', bytes: makePng(64, 64) };
  const page = await developer.post(url, { ...values, name, logo }, { multipart: true });
  const uid = /registrations\/([a-z0-9]{20})\/keys/.exec(page.url)?.[1];
  if (uid === undefined) throw new Error(`${name} could not be registered: ${page.title}`);
  return uid;
}

async function makeLive(developer: Visitor, operator: Visitor, uid: string): Promise<void> {
  const review = `${stageBase}/operator/third-parties/${uid}/review`;
  await operator.get(review);
  await operator.post(review, { decision: 'approve', message: 'Welcome.' });
  const home = `${stageBase}/developers/registrations/${uid}`;
  await developer.get(home);
  await developer.post(home, { intent: 'go_live' });
  await developer.get(`${home}/edit`);
  const redirectUris = `${values.redirectUris}\nhttps://compass.example/second`;
  await developer.post(
    `${home}/edit`,
    { ...values, name: 'Solar Compass', redirectUris },
    { multipart: true },
  );
}

/** Requests of a third party for the page that explains them: good ones and refused ones. */
async function makeRequests(portal: Portal, developer: Visitor, uid: string): Promise<void> {
  const home = `${stageBase}/developers/registrations/${uid}`;
  await developer.get(`${home}/test-customers`);
  const given = await developer.post(`${home}/test-customers`, {
    intent: 'authorize',
    customer: 'testcustomerada',
  });
  const token = /<code class="copy">([\w-]{43})<\/code>/.exec(given.html)?.[1] ?? '';
  const authorization = /Authorization ([a-z0-9]{20})/.exec(given.html)?.[1] ?? '';
  const root = '/DataCustodian/espi/1_1/resource';
  for (const path of [
    `/Batch/Subscription/${authorization}`,
    '/ReadServiceStatus',
    '/Batch/Subscription/authbob',
  ])
    await portal.app.inject({ url: root + path, headers: { authorization: `Bearer ${token}` } });
}

/** Opens the stage: it listens, so that a browser can come. */
export async function openStage(): Promise<Stage> {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const portal = await openPortal({ publicUrl: origin });
  // Long words in the header, as many utilities have.
  await portal.db.query(
    `update utility set name = 'Northern Lights Energy Cooperative',
       branding = branding || '{"tagline": {"en": "Power for the whole county", "fr": "L’énergie de tout le comté"}}'::jsonb`,
  );
  await portal.db.query(
    `update operator_account set name = 'Marguerite Beauchamp-Delacroix' where name = 'Olive'`,
  );
  // Long ids beside a long story.
  await portal.db.query(
    `with made as (
       insert into customer_account (uid, utility_id, language, test_scenario, created)
       select 'testcustomerbob', id, 'en', 'clock_change', 0 from utility returning id)
     insert into account_customer (account_id, customer_id)
     select made.id, c.id from made, customer_resource c where c.noun = 'Customer' and c.source_key = 'bob'`,
  );
  await portal.db.query(
    `update customer_account set test_scenario = 'commercial' where test_scenario = 'home'`,
  );
  const developer = openVisitor(portal.app);
  const operator = openVisitor(portal.app);
  await signUp(portal, developer, 'developer@compass.example');
  await signIn(operator, `${stageBase}/operator`, 'operator@example.org');
  const waiting = await register(developer, 'Grid Pal');
  const asked = await register(developer, 'Heat Pump Planner');
  const live = await register(developer, 'Solar Compass');
  const review = `${stageBase}/operator/third-parties/${asked}/review`;
  await operator.get(review);
  await operator.post(review, { decision: 'ask', message: 'Where do you keep the data of our customers?' });
  await makeLive(developer, operator, live);
  await makeRequests(portal, developer, live);
  await stageLargeFeeds(portal.db, { clientUid: live, publicUrl: origin, now: portal.clock.now() });
  const outbox = await operator.get(`${stageBase}/operator/outbox`);
  const mail = /outbox\/([a-z0-9]{20})"/.exec(outbox.html)?.[1] ?? '';
  await portal.app.listen({ port, host: 'localhost' });
  return { portal, origin, developer, operator, waiting, asked, live, mail };
}
