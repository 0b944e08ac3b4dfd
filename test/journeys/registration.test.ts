import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { verifyToken } from '../../src/services/authorization/verify-token.ts';
import {
  endAuthorizationsOf,
  type RegistrationEndJob,
  registrationEndJobKind,
} from '../../src/services/registration/end-authorizations-of.ts';
import { makePng } from '../support/pictures.ts';
import { openPortal, type Portal, password, portalUrl } from '../support/portal.ts';
import { signIn, signUp } from '../support/portal-people.ts';
import { openVisitor, type Visitor } from '../support/visitor.ts';

const base = '/DataCustodian/example';
const hour = 3_600_000;

let portal: Portal;
beforeAll(async () => {
  portal = await openPortal();
});
afterAll(async () => {
  expect(portal.errors).toEqual([]);
  await portal.close();
});

const values = {
  name: 'Solar Compass',
  company: 'Compass Analytics Inc.',
  siteUrl: 'https://compass.example',
  purposeEn: 'to size a rooftop solar system for your home',
  purposeFr: 'pour calculer un système solaire pour votre toit',
  privacyUrl: 'https://compass.example/privacy',
  termsUrl: '',
  customerContact: 'help@compass.example',
  contactEmail: 'dev@compass.example',
  redirectUris: 'https://compass.example/callback\nhttp://localhost:3000/callback',
  notifyUri: 'https://compass.example/notify',
  scope: 'FB=1_3_4_5_13_39;IntervalDuration=3600',
  terms: 'accepted',
  intent: 'save',
};

interface Registered {
  readonly developer: Visitor;
  readonly uid: string;
  readonly secret: string;
  readonly token: string;
}

const shownSecrets = (html: string): string[] =>
  [...html.matchAll(/<code class="copy">([\w-]{43})<\/code>/g)].map((match) => match[1] ?? '');

async function register(name: string, email: string): Promise<Registered> {
  const developer = openVisitor(portal.app);
  await signUp(portal, developer, email);
  await developer.get(`${base}/developers/register`);
  const page = await developer.post(`${base}/developers/register`, { ...values, name }, { multipart: true });
  expect(page.title).toBe(name);
  const [secret = '', token = ''] = shownSecrets(page.html);
  const uid = /registrations\/([a-z0-9]{20})\/keys/.exec(page.url)?.[1] ?? '';
  return { developer, uid, secret, token };
}

async function operator(): Promise<Visitor> {
  const visitor = openVisitor(portal.app);
  await signIn(visitor, `${base}/operator`, 'operator@example.org');
  return visitor;
}

async function clientToken(uid: string, secret: string): Promise<number> {
  const [row] = await portal.db.query<{ clientId: string }>(
    'select client_id as "clientId" from client where uid = $1',
    [uid],
  );
  const response = await portal.app.inject({
    method: 'POST',
    url: '/DataCustodian/oauth/token',
    headers: {
      authorization: `Basic ${Buffer.from(`${row?.clientId}:${secret}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    payload: 'grant_type=client_credentials&scope=FB=4_5',
  });
  return response.statusCode;
}

async function application(uid: string, token: string): Promise<string> {
  const url = `/DataCustodian/espi/1_1/resource/ApplicationInformation/${uid}`;
  const response = await portal.app.inject({ url, headers: { authorization: `Bearer ${token}` } });
  expect(response.statusCode).toBe(200);
  return response.payload;
}

const mails = async (to: string): Promise<string[]> =>
  (
    await portal.db.query<{ subject: string }>('select subject from mail where to_address = $1 order by id', [
      to,
    ])
  ).map(({ subject }) => subject);

describe('a third party registers itself', () => {
  let one: Registered;

  it('shows what is wrong, field by field, and keeps what was entered', async () => {
    const developer = openVisitor(portal.app);
    await signUp(portal, developer, 'first@compass.example');
    await developer.get(`${base}/developers/register`);
    const page = await developer.post(
      `${base}/developers/register`,
      {
        ...values,
        name: '',
        redirectUris: 'http://compass.example/callback',
        scope: 'FB=nonsense',
        contactEmail: 'nobody',
        terms: '',
        logo: { fileName: 'logo.png', bytes: Buffer.from('<svg/>') },
      },
      { multipart: true },
    );
    expect(page.status).toBe(422);
    expect(page.html).toContain('role="alert"');
    for (const field of ['name', 'redirectUris', 'scope', 'contactEmail', 'terms', 'logo'])
      expect(page.html).toContain(`id="${field}-error"`);
    expect(page.html).toContain('Compass Analytics Inc.');
    expect(await portal.db.query(`select 1 from client where name = 'Solar Compass'`)).toEqual([]);
  });

  it('sees the consent page beforehand, with the logo it chose, and need not choose it again', async () => {
    const developer = openVisitor(portal.app);
    await signUp(portal, developer, 'second@compass.example');
    await developer.get(`${base}/developers/register`);
    const preview = await developer.post(
      `${base}/developers/register`,
      { ...values, name: 'Logo App', intent: 'preview', logo: { fileName: 'a', bytes: makePng(64, 64) } },
      { multipart: true },
    );
    expect(preview.status).toBe(200);
    expect(preview.html).toContain('class="preview"');
    const sent = /name="logoSent" value="([^"]+)"/.exec(preview.html)?.[1] ?? '';
    expect(sent).toMatch(/^data:image\/png;base64,/);
    const saved = await developer.post(
      `${base}/developers/register`,
      { ...values, name: 'Logo App', logoSent: sent },
      { multipart: true },
    );
    const uid = /registrations\/([a-z0-9]{20})\//.exec(saved.url)?.[1] ?? '';
    const overview = await developer.get(`${base}/developers/registrations/${uid}`);
    const logo = /src="([^"]*\/assets\/logos\/[^"]+)"/.exec(overview.html)?.[1] ?? '';
    const picture = await portal.app.inject({ url: logo });
    expect(picture.headers['content-type']).toBe('image/png');
    expect(picture.headers['cache-control']).toContain('immutable');
    expect(picture.rawPayload.equals(Buffer.from(makePng(64, 64)))).toBe(true);
  });

  it('is in the sandbox at once, with secrets that are shown once', async () => {
    one = await register('Solar Compass', 'third@compass.example');
    expect(one.secret).toMatch(/^[\w-]{43}$/);
    expect(one.token).not.toBe(one.secret);
    const again = await one.developer.get(`${base}/developers/registrations/${one.uid}/keys`);
    expect(shownSecrets(again.html)).toEqual([]);
    expect(again.html).toContain(`…${one.secret.slice(-4)}`);
    const [row] = await portal.db.query<{ state: string }>('select state from client where uid = $1', [
      one.uid,
    ]);
    expect(row?.state).toBe('waiting');
    expect(await clientToken(one.uid, one.secret)).toBe(200);
    expect((await verifyToken(portal, one.token)).tokenKind).toBe('registration_access_token');
    expect(await mails('dev@compass.example')).toContain('Solar Compass is registered');
  });

  it('stores no secret in clear', async () => {
    const rows = await portal.db.query<{ text: string }>(
      `select c::text as text from client c where uid = $1
       union all select t::text from token t join client c on c.id = t.client_id where c.uid = $1
       union all select s::text from session s`,
      [one.uid],
    );
    for (const { text } of rows) {
      expect(text).not.toContain(one.secret);
      expect(text).not.toContain(one.token);
    }
  });

  it('says that it needs personal data, and takes that back', async () => {
    const edit = `${base}/developers/registrations/${one.uid}/edit`;
    const needs = async () =>
      (
        await portal.db.query<{ needs: boolean | null }>(
          `select (profile ->> 'needsCustomerData')::boolean as needs from client where uid = $1`,
          [one.uid],
        )
      )[0]?.needs;
    const save = async (customerData: string) => {
      const sent = { ...values, name: 'Solar Compass', customerData };
      await one.developer.get(edit);
      expect((await one.developer.post(edit, sent, { multipart: true })).status).toBe(200);
    };
    await save('needed');
    expect(await needs()).toBe(true);
    expect((await one.developer.get(edit)).html).toMatch(/name="customerData" value="needed" checked/);
    const olive = await operator();
    const review = await olive.get(`${base}/operator/third-parties/${one.uid}/review`);
    expect(review.html).toContain('Needed by the app');
    await save('');
    expect(await needs()).toBeNull();
  });

  it('is its own ApplicationInformation', async () => {
    const xml = await application(one.uid, one.token);
    expect(xml).toContain('<dataCustodianApplicationStatus>1</dataCustodianApplicationStatus>');
    expect(xml).toContain('<redirect_uri>https://compass.example/callback</redirect_uri>');
    expect(xml).toContain('<thirdPartyNotifyUri>https://compass.example/notify</thirdPartyNotifyUri>');
    expect(xml).toContain('<policy_uri>https://compass.example/privacy</policy_uri>');
    expect(xml).toContain('<contacts>dev@compass.example</contacts>');
    expect(xml).toContain(`<client_secret>${one.secret}</client_secret>`);
  });

  it('refuses a second app of the same name', async () => {
    await one.developer.get(`${base}/developers/register`);
    const page = await one.developer.post(`${base}/developers/register`, values, { multipart: true });
    expect(page.status).toBe(422);
    expect(page.html).toContain('id="name-error"');
  });

  it('is asked, answers, is approved, and goes live by itself', async () => {
    const olive = await operator();
    expect((await olive.get(`${base}/operator`)).html).toContain('Solar Compass');
    const review = `${base}/operator/third-parties/${one.uid}/review`;
    await olive.get(review);
    expect((await olive.post(review, { decision: 'ask', message: '' })).status).toBe(422);
    const asked = await olive.post(review, { decision: 'ask', message: 'Where do you keep the data?' });
    expect(asked.html).toContain('Your question was sent.');

    const home = `${base}/developers/registrations/${one.uid}`;
    expect((await one.developer.get(home)).html).toContain('Where do you keep the data?');
    await one.developer.post(home, { intent: 'answer', answer: 'In Toronto.' });

    expect((await olive.get(review)).html).toContain('In Toronto.');
    await olive.post(review, { decision: 'approve', message: '' });
    expect(await mails('dev@compass.example')).toEqual(
      expect.arrayContaining(['A question about Solar Compass', 'Solar Compass may go live']),
    );
    const told = await portal.db.query(
      `select n.event, n.resources from notification n join client c on c.id = n.client_id where c.uid = $1`,
      [one.uid],
    );
    const resource = `${portalUrl}/DataCustodian/espi/1_1/resource/ApplicationInformation/${one.uid}`;
    expect(told.at(-1)).toEqual({ event: 'registration_changed', resources: [resource] });
    expect((await olive.get(review)).url).toBe(`${base}/operator/third-parties/${one.uid}`);

    await one.developer.get(home);
    const live = await one.developer.post(home, { intent: 'go_live' });
    expect(live.html).toContain('You are live.');
    const xml = await application(one.uid, one.token);
    expect(xml).toContain('<dataCustodianApplicationStatus>2</dataCustodianApplicationStatus>');
    expect(xml).not.toContain('http://localhost:3000');
  });

  it('waits with a new redirect URI until the operator approves it', async () => {
    const edit = `${base}/developers/registrations/${one.uid}/edit`;
    await one.developer.get(edit);
    const redirectUris = 'https://compass.example/callback\nhttps://compass.example/second';
    const saved = await one.developer.post(edit, { ...values, redirectUris }, { multipart: true });
    expect(saved.html).toContain('Waiting for approval');
    expect(await application(one.uid, one.token)).not.toContain('second');
    expect(await mails('dev@compass.example')).toContain('The redirect URIs of Solar Compass changed');

    const olive = await operator();
    const page = `${base}/operator/third-parties/${one.uid}`;
    await olive.get(page);
    const uri = 'https://compass.example/second';
    expect((await olive.post(page, { intent: 'approve_uri', uri })).html).toContain('works now');
    expect(await application(one.uid, one.token)).toContain(`<redirect_uri>${uri}</redirect_uri>`);
    const twice = await olive.post(
      page,
      { intent: 'approve_uri', uri },
      { csrf: (await olive.get(page)).csrf },
    );
    expect(twice.status).toBe(409);
  });

  it('refuses http on its own machine once it is live', async () => {
    const edit = `${base}/developers/registrations/${one.uid}/edit`;
    await one.developer.get(edit);
    const redirectUris = 'https://compass.example/callback\nhttp://localhost:3000/callback';
    const page = await one.developer.post(edit, { ...values, redirectUris }, { multipart: true });
    expect(page.html).toContain('id="redirectUris-error"');
  });

  it('replaces its secret: the old one works until the overlap ends', async () => {
    const keys = `${base}/developers/registrations/${one.uid}/keys`;
    await one.developer.get(keys);
    const page = await one.developer.post(keys, {
      intent: 'replace',
      secret: 'client_secret',
      overlap: 'day',
    });
    const [next = ''] = shownSecrets(page.html);
    expect(await clientToken(one.uid, next)).toBe(200);
    expect(await clientToken(one.uid, one.secret)).toBe(200);
    portal.clock.advance(24 * hour - 1000);
    expect(await clientToken(one.uid, one.secret)).toBe(200);
    portal.clock.advance(2000);
    expect(await clientToken(one.uid, one.secret)).toBe(401);
    expect(await clientToken(one.uid, next)).toBe(200);
    one = { ...one, secret: next };
  });

  it('replaces its registration token at once', async () => {
    await signIn(one.developer, `${base}/developers`, 'third@compass.example');
    const keys = `${base}/developers/registrations/${one.uid}/keys`;
    await one.developer.get(keys);
    const secret = 'registration_access_token';
    const page = await one.developer.post(keys, { intent: 'replace', secret, overlap: 'none' });
    const [next = ''] = shownSecrets(page.html);
    await expect(verifyToken(portal, one.token)).rejects.toMatchObject({ code: 'invalid_token' });
    expect((await verifyToken(portal, next)).tokenKind).toBe('registration_access_token');
    one = { ...one, token: next };
  });

  it('makes and revokes API tokens', async () => {
    const keys = `${base}/developers/registrations/${one.uid}/keys`;
    await one.developer.get(keys);
    expect((await one.developer.post(keys, { intent: 'make_api_token', name: '' })).status).toBe(422);
    const page = await one.developer.post(keys, { intent: 'make_api_token', name: 'Nightly job' });
    const [token = ''] = shownSecrets(page.html);
    expect((await verifyToken(portal, token)).tokenKind).toBe('api_token');
    const id = /name="id" value="([0-9a-f]{20})"/.exec(page.html)?.[1] ?? '';
    await one.developer.post(keys, { intent: 'revoke_api_token', id });
    await expect(verifyToken(portal, token)).rejects.toMatchObject({ code: 'invalid_token' });
  });

  it('authorizes as a test customer without the form, lists, downloads and ends it', async () => {
    const home = `${base}/developers/registrations/${one.uid}`;
    const customers = await one.developer.get(`${home}/test-customers`);
    expect(customers.html).toContain('auth-test');
    const given = await one.developer.post(`${home}/test-customers`, {
      intent: 'authorize',
      customer: 'testcustomerada',
    });
    const [accessToken = ''] = shownSecrets(given.html);
    const principal = await verifyToken(portal, accessToken);
    const uid = principal.authorization?.uid ?? '';
    const list = await one.developer.get(`${home}/authorizations?state=active`);
    expect(list.html).toContain(uid);
    const csv = await portal.app.inject({
      url: `${home}/authorizations?format=csv`,
      headers: { cookie: [...one.developer.cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
    });
    expect(csv.headers['content-type']).toContain('text/csv');
    expect(csv.payload.split('\r\n')[1]).toMatch(new RegExp(`^${uid},active,true,`));
    await one.developer.post(`${home}/authorizations`, { intent: 'end', uid }, { csrf: list.csrf });
    await expect(verifyToken(portal, accessToken)).rejects.toMatchObject({ code: 'invalid_token' });
  });

  it('sees its requests, each refusal explained', async () => {
    const home = `${base}/developers/registrations/${one.uid}`;
    await one.developer.get(`${home}/test-customers`);
    const given = await one.developer.post(`${home}/test-customers`, {
      intent: 'authorize',
      customer: 'testcustomerada',
    });
    const [token = ''] = shownSecrets(given.html);
    const root = '/DataCustodian/espi/1_1/resource';
    for (const path of ['/ReadServiceStatus', '/Batch/Subscription/authbob'])
      await portal.app.inject({ url: root + path, headers: { authorization: `Bearer ${token}` } });
    await clientToken(one.uid, 'not the secret');
    // The log is written a moment later, many lines at once.
    const page = await vi.waitFor(
      async () => {
        const refused = await one.developer.get(`${home}/requests?only=refused`);
        expect(refused.html).toContain('The client_secret is wrong.');
        expect(refused.html).toContain('the access token. This endpoint needs the client access token.');
        expect(refused.html).toContain('belongs to another authorization');
        return refused;
      },
      { timeout: 10_000, interval: 200 },
    );
    expect(page.html).not.toContain(token);
    expect((await one.developer.get(home)).status).toBe(200);
  });

  it('is suspended: no token works; resumed, it stands where it stood', async () => {
    const olive = await operator();
    const page = `${base}/operator/third-parties/${one.uid}`;
    await olive.get(page);
    expect((await olive.post(page, { intent: 'suspend', suspend_reason: '' })).status).toBe(422);
    await olive.post(page, { intent: 'suspend', suspend_reason: 'An incident is looked into.' });
    await expect(verifyToken(portal, one.token)).rejects.toMatchObject({ code: 'invalid_token' });
    expect(await clientToken(one.uid, one.secret)).toBe(401);
    await olive.post(page, { intent: 'resume' });
    expect(await application(one.uid, one.token)).toContain(
      '<dataCustodianApplicationStatus>2</dataCustodianApplicationStatus>',
    );
  });

  it('is terminated for good, with its authorizations, when its name is typed', async () => {
    const olive = await operator();
    const page = `${base}/operator/third-parties/${one.uid}`;
    const home = `${base}/developers/registrations/${one.uid}`;
    await one.developer.get(`${home}/test-customers`);
    await one.developer.post(`${home}/test-customers`, { intent: 'authorize', customer: 'testcustomerada' });
    const [latest] = await portal.db.query<{ days: number }>(
      `select (a.start_ts - a.data_start_ts) / 86400 as days from "authorization" a
         join client c on c.id = a.client_id
       where c.uid = $1 and a.kind = 'customer' order by a.id desc limit 1`,
      [one.uid],
    );
    // What the scope does not say is what the consent page would offer: two years.
    expect(Math.round((latest?.days ?? 0) / 365.25)).toBe(2);
    await olive.get(page);
    const wrong = { intent: 'terminate', terminate_reason: 'Contract ended.', name: 'solar compass' };
    expect((await olive.post(page, wrong)).html).toContain('id="name-error"');
    const gone = await olive.post(page, { ...wrong, name: 'Solar Compass' });
    expect(gone.html).toContain('Terminated.');
    await expect(verifyToken(portal, one.token)).rejects.toMatchObject({ code: 'invalid_token' });
    // Written with the termination: whatever becomes of this process, a worker ends what is left.
    const [job] = await portal.db.query<{ payload: RegistrationEndJob }>(
      `select payload from job where kind = $1`,
      [registrationEndJobKind],
    );
    if (job === undefined) throw new Error('There is no job');
    const ended = await endAuthorizationsOf(portal, job.payload);
    expect(ended).toBeGreaterThan(0);
    expect(await endAuthorizationsOf(portal, job.payload)).toBe(0);
    const ends = await portal.db.query(
      `select a.status, a.end_cause as cause, e.detail ->> 'note' as note from "authorization" a
         join client c on c.id = a.client_id
         join audit_event e on e.target = a.uid and e.action = 'authorization.ended'
       where c.uid = $1 and a.end_cause = 'operator'`,
      [one.uid],
    );
    expect(ends).toEqual(
      Array.from({ length: ended }, () => ({ status: 0, cause: 'operator', note: 'Contract ended.' })),
    );
    const subjects = await mails('dev@compass.example');
    expect(subjects).toContain('Solar Compass was terminated');
  });

  it('has a history and an audit of all of it', async () => {
    const events = (
      await portal.db.query<{ event: string }>(
        'select event from registration_event e join client c on c.id = e.client_id where c.uid = $1 order by e.id',
        [one.uid],
      )
    ).map(({ event }) => event);
    expect(events).toEqual([
      'registered',
      'changed',
      'changed',
      'question_asked',
      'answered',
      'approved',
      'went_live',
      'changed',
      'redirect_uri_asked',
      'redirect_uri_approved',
      'secret_replaced',
      'secret_replaced',
      'suspended',
      'resumed',
      'terminated',
    ]);
    const audited = await portal.db.query<{ action: string }>(
      `select action from audit_event where target = $1 and action like 'registration.%' order by id`,
      [one.uid],
    );
    expect(audited.map(({ action }) => action)).toEqual(events.map((event) => `registration.${event}`));
  });
});

describe('a declined registration', () => {
  it('keeps its sandbox, learns the reason and asks again', async () => {
    const { developer, uid, secret } = await register('Grid Pal', 'fourth@compass.example');
    const olive = await operator();
    const review = `${base}/operator/third-parties/${uid}/review`;
    await olive.get(review);
    await olive.post(review, { decision: 'decline', message: 'The privacy policy is missing.' });
    const home = `${base}/developers/registrations/${uid}`;
    const page = await developer.get(home);
    expect(page.html).toContain('The privacy policy is missing.');
    expect(await clientToken(uid, secret)).toBe(200);
    await developer.post(home, { intent: 'go_live' });
    expect(developer.page().status).toBe(409);
    await developer.get(home);
    await developer.post(home, { intent: 'ask_again' });
    expect((await olive.get(review)).title).toBe('Review Grid Pal');
  });
});

describe('nobody sees what is another’s', () => {
  it('a registration of another account, an authorization of another utility', async () => {
    const { uid } = await register('Private App', 'fifth@compass.example');
    const stranger = openVisitor(portal.app);
    await signUp(portal, stranger, 'stranger@elsewhere.example');
    for (const page of ['', '/edit', '/keys', '/authorizations', '/requests', '/test-customers'])
      expect((await stranger.get(`${base}/developers/registrations/${uid}${page}`)).status).toBe(404);
    const { csrf } = await stranger.get(`${base}/developers/register`);
    const post = await stranger.post(
      `${base}/developers/registrations/${uid}/keys`,
      { intent: 'replace' },
      { csrf },
    );
    expect(post.status).toBe(404);
    expect((await stranger.get(`${base}/developers/registrations`)).html).not.toContain('Private App');
    expect((await stranger.get(`${base}/operator/third-parties/${uid}`)).title).toBe(
      'Sign in as an operator',
    );
  });

  it('an auditor sees everything and changes nothing', async () => {
    const { uid } = await register('Audited App', 'sixth@compass.example');
    const audrey = openVisitor(portal.app);
    await signIn(audrey, `${base}/operator`, 'auditor@example.org');
    const page = `${base}/operator/third-parties/${uid}`;
    expect((await audrey.get(page)).title).toBe('Audited App');
    expect((await audrey.post(page, { intent: 'suspend', suspend_reason: 'x' })).status).toBe(403);
    await audrey.get(`${page}/review`);
    const refused = await audrey.post(`${page}/review`, { decision: 'approve', message: '' });
    expect(refused.status).toBe(403);
    expect(refused.title).toBe('You may look, but not change this');
    await audrey.get(`${base}/operator/authorizations/authfull`);
    const end = await audrey.post(`${base}/operator/authorizations/authfull`, { intent: 'end', reason: 'x' });
    expect(end.status).toBe(403);
    const [row] = await portal.db.query<{ state: string }>('select state from client where uid = $1', [uid]);
    expect(row?.state).toBe('waiting');
    expect((await verifyToken(portal, portal.tokens.full)).authorization?.uid).toBe('authfull');
  });
});

describe('an operator', () => {
  it('finds an authorization, sees what is kept of it, and ends it with a reason', async () => {
    const olive = await operator();
    const list = await olive.get(`${base}/operator/authorizations?q=authfull&state=active`);
    expect(list.html).toContain('authfull');
    expect((await olive.get(`${base}/operator/authorizations?q=nothing-fits`)).html).not.toContain(
      'authfull',
    );
    const page = `${base}/operator/authorizations/authfull`;
    expect((await olive.get(page)).title).toBe('Authorization authfull');
    expect((await olive.post(page, { intent: 'end', reason: '' })).status).toBe(422);
    const ended = await olive.post(page, { intent: 'end', reason: 'By phone, identity checked.' });
    expect(ended.html).toContain('An operator ended it.');
    await expect(verifyToken(portal, portal.tokens.full)).rejects.toMatchObject({ code: 'invalid_token' });
  });

  it('reads the mails of the outbox, and their HTML without anything that runs', async () => {
    const olive = await operator();
    const outbox = await olive.get(`${base}/operator/outbox`);
    const uid = /outbox\/([a-z0-9]{20})"/.exec(outbox.html)?.[1] ?? '';
    expect((await olive.get(`${base}/operator/outbox/${uid}`)).html).toContain('<pre>');
    const html = await olive.get(`${base}/operator/outbox/${uid}/html`);
    expect(html.headers['content-security-policy']).toContain('sandbox');
    expect(html.html).not.toContain(portalUrl.replace('http', 'https'));
  });

  it('signs in with its own password only', async () => {
    const visitor = openVisitor(portal.app);
    await visitor.get(`${base}/operator/sign-in`);
    const wrong = await visitor.post(`${base}/operator/sign-in`, {
      email: 'operator@example.org',
      password: `${password}!`,
    });
    expect(wrong.status).toBe(422);
    expect(wrong.html).toContain('id="password-error"');
  });
});
