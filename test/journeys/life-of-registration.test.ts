import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { verifyToken } from '../../src/services/authorization/verify-token.ts';
import {
  endAuthorizationsOf,
  type RegistrationEndJob,
  registrationEndJobKind,
} from '../../src/services/registration/end-authorizations-of.ts';
import { openPortal, type Portal, portalUrl } from '../support/portal.ts';
import { signIn } from '../support/portal-people.ts';
import {
  clientTokenStatus,
  mailsTo,
  openOperator,
  type RegisteredApp,
  register,
  registrationForm,
  shownSecrets,
} from '../support/registering.ts';

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

async function application(uid: string, token: string): Promise<string> {
  const url = `/DataCustodian/espi/1_1/resource/ApplicationInformation/${uid}`;
  const response = await portal.app.inject({ url, headers: { authorization: `Bearer ${token}` } });
  expect(response.statusCode).toBe(200);
  return response.payload;
}

describe('a third party registers itself', () => {
  let one: RegisteredApp;
  beforeAll(async () => {
    one = await register(portal, 'Solar Compass', 'third@compass.example');
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
      const sent = { ...registrationForm, name: 'Solar Compass', customerData };
      await one.developer.get(edit);
      expect((await one.developer.post(edit, sent, { multipart: true })).status).toBe(200);
    };
    await save('needed');
    expect(await needs()).toBe(true);
    expect((await one.developer.get(edit)).html).toMatch(/name="customerData" value="needed" checked/);
    const olive = await openOperator(portal);
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

  it('is asked, answers, is approved, and goes live by itself', async () => {
    const olive = await openOperator(portal);
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
    expect(await mailsTo(portal, 'dev@compass.example')).toEqual(
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
    const saved = await one.developer.post(edit, { ...registrationForm, redirectUris }, { multipart: true });
    expect(saved.html).toContain('Waiting for approval');
    expect(await application(one.uid, one.token)).not.toContain('second');
    expect(await mailsTo(portal, 'dev@compass.example')).toContain(
      'The redirect URIs of Solar Compass changed',
    );

    const olive = await openOperator(portal);
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
    const page = await one.developer.post(edit, { ...registrationForm, redirectUris }, { multipart: true });
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
    expect(await clientTokenStatus(portal, one.uid, next)).toBe(200);
    expect(await clientTokenStatus(portal, one.uid, one.secret)).toBe(200);
    portal.clock.advance(24 * hour - 1000);
    expect(await clientTokenStatus(portal, one.uid, one.secret)).toBe(200);
    portal.clock.advance(2000);
    expect(await clientTokenStatus(portal, one.uid, one.secret)).toBe(401);
    expect(await clientTokenStatus(portal, one.uid, next)).toBe(200);
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
    await clientTokenStatus(portal, one.uid, 'not the secret');
    // The log is written a moment later, many lines at once.
    const page = await vi.waitFor(
      async () => {
        const refused = await one.developer.get(`${home}/requests?only=refused`);
        expect(refused.html).toContain('The client_secret is wrong.');
        expect(refused.html).toContain('the access token. This endpoint needs the client access token.');
        expect(refused.html).toContain('belongs to another authorization');
        return refused;
      },
      { timeout: 30_000, interval: 200 },
    );
    expect(page.html).not.toContain(token);
    expect((await one.developer.get(home)).status).toBe(200);
  });

  it('is suspended: no token works; resumed, it stands where it stood', async () => {
    const olive = await openOperator(portal);
    const page = `${base}/operator/third-parties/${one.uid}`;
    await olive.get(page);
    expect((await olive.post(page, { intent: 'suspend', suspend_reason: '' })).status).toBe(422);
    await olive.post(page, { intent: 'suspend', suspend_reason: 'An incident is looked into.' });
    await expect(verifyToken(portal, one.token)).rejects.toMatchObject({ code: 'invalid_token' });
    expect(await clientTokenStatus(portal, one.uid, one.secret)).toBe(401);
    await olive.post(page, { intent: 'resume' });
    expect(await application(one.uid, one.token)).toContain(
      '<dataCustodianApplicationStatus>2</dataCustodianApplicationStatus>',
    );
  });

  it('is terminated for good, with its authorizations, when its name is typed', async () => {
    const olive = await openOperator(portal);
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
    const subjects = await mailsTo(portal, 'dev@compass.example');
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
