import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyToken } from '../../src/services/authorization/verify-token.ts';
import { makePng } from '../support/pictures.ts';
import { openPortal, type Portal, password, portalUrl } from '../support/portal.ts';
import { signIn, signUp } from '../support/portal-people.ts';
import {
  clientTokenStatus,
  mailsTo,
  openOperator,
  type RegisteredApp,
  register,
  registrationForm,
  shownSecrets,
} from '../support/registering.ts';
import { openVisitor } from '../support/visitor.ts';

const base = '/DataCustodian/example';

let portal: Portal;
beforeAll(async () => {
  portal = await openPortal();
});
afterAll(async () => {
  expect(portal.errors).toEqual([]);
  await portal.close();
});

describe('a third party registers itself', () => {
  let one: RegisteredApp;

  it('shows what is wrong, field by field, and keeps what was entered', async () => {
    const developer = openVisitor(portal.app);
    await signUp(portal, developer, 'first@compass.example');
    await developer.get(`${base}/developers/register`);
    const page = await developer.post(
      `${base}/developers/register`,
      {
        ...registrationForm,
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
      {
        ...registrationForm,
        name: 'Logo App',
        intent: 'preview',
        logo: { fileName: 'a', bytes: makePng(64, 64) },
      },
      { multipart: true },
    );
    expect(preview.status).toBe(200);
    expect(preview.html).toContain('class="preview"');
    const sent = /name="logoSent" value="([^"]+)"/.exec(preview.html)?.[1] ?? '';
    expect(sent).toMatch(/^data:image\/png;base64,/);
    const saved = await developer.post(
      `${base}/developers/register`,
      { ...registrationForm, name: 'Logo App', logoSent: sent },
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
    one = await register(portal, 'Solar Compass', 'third@compass.example');
    expect(one.secret).toMatch(/^[\w-]{43}$/);
    expect(one.token).not.toBe(one.secret);
    const again = await one.developer.get(`${base}/developers/registrations/${one.uid}/keys`);
    expect(shownSecrets(again.html)).toEqual([]);
    expect(again.html).toContain(`…${one.secret.slice(-4)}`);
    const [row] = await portal.db.query<{ state: string }>('select state from client where uid = $1', [
      one.uid,
    ]);
    expect(row?.state).toBe('waiting');
    expect(await clientTokenStatus(portal, one.uid, one.secret)).toBe(200);
    expect((await verifyToken(portal, one.token)).tokenKind).toBe('registration_access_token');
    expect(await mailsTo(portal, 'dev@compass.example')).toContain('Solar Compass is registered');
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

  it('refuses a second app of the same name', async () => {
    await one.developer.get(`${base}/developers/register`);
    const page = await one.developer.post(`${base}/developers/register`, registrationForm, {
      multipart: true,
    });
    expect(page.status).toBe(422);
    expect(page.html).toContain('id="name-error"');
  });
});

describe('a declined registration', () => {
  it('keeps its sandbox, learns the reason and asks again', async () => {
    const { developer, uid, secret } = await register(portal, 'Grid Pal', 'fourth@compass.example');
    const olive = await openOperator(portal);
    const review = `${base}/operator/third-parties/${uid}/review`;
    await olive.get(review);
    await olive.post(review, { decision: 'decline', message: 'The privacy policy is missing.' });
    const home = `${base}/developers/registrations/${uid}`;
    const page = await developer.get(home);
    expect(page.html).toContain('The privacy policy is missing.');
    expect(await clientTokenStatus(portal, uid, secret)).toBe(200);
    await developer.post(home, { intent: 'go_live' });
    expect(developer.page().status).toBe(409);
    await developer.get(home);
    await developer.post(home, { intent: 'ask_again' });
    expect((await olive.get(review)).title).toBe('Review Grid Pal');
  });
});

describe('nobody sees what is another’s', () => {
  it('a registration of another account, an authorization of another utility', async () => {
    const { uid } = await register(portal, 'Private App', 'fifth@compass.example');
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
    const { uid } = await register(portal, 'Audited App', 'sixth@compass.example');
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
    const olive = await openOperator(portal);
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
    const olive = await openOperator(portal);
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
