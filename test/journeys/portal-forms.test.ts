import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createUtility } from '../../src/services/registration/create-utility.ts';
import { openPortal, type Portal, password } from '../support/portal.ts';
import { signIn, signUp } from '../support/portal-people.ts';
import { openVisitor } from '../support/visitor.ts';

const base = '/DataCustodian/example';
const operatorForm = { email: 'operator@example.org', password };
let portal: Portal;
beforeAll(async () => {
  portal = await openPortal();
});
afterAll(async () => {
  expect(portal.errors).toEqual([]);
  await portal.close();
});

describe('forms', () => {
  it('are refused without the value of their session, or with another’s', async () => {
    const visitor = openVisitor(portal.app);
    const stranger = openVisitor(portal.app);
    await visitor.get(`${base}/operator/sign-in`);
    const { csrf } = await stranger.get(`${base}/operator/sign-in`);
    for (const wrong of ['', csrf, 'x'.repeat(43)]) {
      const page = await visitor.post(`${base}/operator/sign-in`, operatorForm, { csrf: wrong });
      expect(page.status).toBe(403);
      expect(page.title).toBe('This form could not be checked');
    }
  });

  it('are refused when they come from another site', async () => {
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
      { origin: 'not a url' },
    ]) {
      const visitor = openVisitor(portal.app);
      await visitor.get(`${base}/operator/sign-in`);
      const page = await visitor.post(`${base}/operator/sign-in`, operatorForm, { headers });
      expect(page.status).toBe(403);
    }
  });

  it('are taken from a page of ours, which sends no referrer', async () => {
    for (const headers of [
      { origin: 'null', 'sec-fetch-site': 'same-origin' },
      { origin: 'http://localhost:8080' },
    ]) {
      const visitor = openVisitor(portal.app);
      await visitor.get(`${base}/operator/sign-in`);
      const page = await visitor.post(`${base}/operator/sign-in`, operatorForm, { headers });
      expect(page.title).toBe('Overview');
    }
  });

  it('say that the session is over when it is', async () => {
    const visitor = openVisitor(portal.app);
    await signIn(visitor, `${base}/operator`, 'operator@example.org');
    portal.clock.advance(31 * 60_000);
    const page = await visitor.post(`${base}/operator/third-parties/x`, { intent: 'suspend' });
    expect(page.status).toBe(403);
    expect(page.title).toBe('You were away for a while');
    expect(page.html).toContain(`href="${base}/operator/sign-in"`);
  });

  it('that are too large or no forms get a page, and no 500', async () => {
    const visitor = openVisitor(portal.app);
    await visitor.get(`${base}/operator/sign-in`);
    const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    for (const [type, payload, status] of [
      ['application/x-www-form-urlencoded', `email=${'a'.repeat(400_000)}`, 413],
      ['application/json', '{', 400],
      ['multipart/form-data; boundary=x', 'nothing of the kind', 400],
    ] as const) {
      const response = await portal.app.inject({
        method: 'POST',
        url: `${base}/operator/sign-in`,
        headers: { 'content-type': type, cookie },
        payload,
      });
      expect([type, response.statusCode]).toEqual([type, status]);
      expect(response.headers['content-type']).toContain('text/html');
    }
  });
});

describe('sessions of the pages', () => {
  it('begin anew at sign-in, and end at sign-out', async () => {
    const visitor = openVisitor(portal.app);
    await visitor.get(`${base}/operator/sign-in`);
    const before = new Map(visitor.cookies);
    await visitor.post(`${base}/operator/sign-in`, operatorForm);
    const name = 'meterhouse_operator_example';
    expect(visitor.cookies.get(name)).not.toBe(before.get(name));
    const signedIn = new Map(visitor.cookies);
    await visitor.get(`${base}/operator`);
    expect((await visitor.post(`${base}/operator/sign-out`, {})).title).toBe('Sign in as an operator');
    for (const cookies of [before, signedIn]) {
      const thief = openVisitor(portal.app);
      for (const [key, value] of cookies) thief.cookies.set(key, value);
      expect((await thief.get(`${base}/operator`)).title).toBe('Sign in as an operator');
    }
  });

  it('come in cookies that no script and no other site gets', async () => {
    const [plain] = (await portal.app.inject({ url: `${base}/operator/sign-in` })).cookies;
    expect(plain).toMatchObject({
      name: 'meterhouse_operator_example',
      httpOnly: true,
      sameSite: 'Lax',
      path: '/',
    });
    expect(plain?.secure).toBeUndefined();
    const secure = await openPortal({ publicUrl: 'https://gb.example' });
    const [cookie] = (await secure.app.inject({ url: `${base}/operator/sign-in` })).cookies;
    expect(cookie).toMatchObject({
      name: '__Host-meterhouse_operator_example',
      secure: true,
      httpOnly: true,
    });
    await secure.close();
  });

  it('lead back to the page that was asked for, and nowhere else', async () => {
    const visitor = openVisitor(portal.app);
    await visitor.get(`${base}/operator/third-parties?state=live`);
    expect((await visitor.post(visitor.page().url, operatorForm)).url).toBe(
      `${base}/operator/third-parties?state=live`,
    );
    for (const next of [
      'https://evil.example/',
      '//evil.example/',
      '/\\evil.example',
      `${base}/developers`,
      '/../x',
    ]) {
      const other = openVisitor(portal.app);
      const url = `${base}/operator/sign-in?next=${encodeURIComponent(next)}`;
      await other.get(url);
      expect((await other.post(url, operatorForm)).url).toBe(`${base}/operator`);
    }
  });

  it('shut an account after five wrong passwords, and say until when', async () => {
    const visitor = openVisitor(portal.app);
    const url = `${base}/operator/sign-in`;
    await visitor.get(url);
    const { csrf } = visitor.page();
    for (let i = 0; i < 4; i++) {
      const page = await visitor.post(url, { email: 'nobody@example.org', password: 'wrong' }, { csrf });
      expect(page.status).toBe(422);
    }
    const shut = await visitor.post(url, { email: 'nobody@example.org', password: 'wrong' }, { csrf });
    expect(shut.status).toBe(429);
    expect(shut.headers['retry-after']).toBe('60');
    expect((await visitor.post(url, operatorForm, { csrf })).title).toBe('Overview');
  });
});

describe('a sign-up', () => {
  const url = `${base}/developers/sign-up`;
  const form = { name: 'Dev Eloper', email: 'new@compass.example', password };

  it('says what is wrong, and which address has an account already', async () => {
    const visitor = openVisitor(portal.app);
    await visitor.get(url);
    const bad = await visitor.post(url, { name: '', email: 'nobody', password: 'too short' });
    expect(bad.status).toBe(422);
    for (const field of ['name', 'email', 'password']) expect(bad.html).toContain(`id="${field}-error"`);
    await signUp(portal, openVisitor(portal.app), 'taken@compass.example');
    const taken = await visitor.post(url, { ...form, email: 'Taken@Compass.example' }, { csrf: bad.csrf });
    expect(taken.html).toContain('There is already an account');
  });

  it('takes five wrong codes, then only a new one; an old one is worth nothing', async () => {
    const visitor = openVisitor(portal.app);
    await visitor.get(url);
    const page = await visitor.post(url, form);
    expect(page.html).toContain('n•••@compass.example');
    const codes = async (): Promise<string[]> =>
      (
        await portal.db.query<{ subject: string }>(
          `select subject from mail where to_address = 'new@compass.example' order by id`,
        )
      ).map(({ subject }) => /\d{6}/.exec(subject)?.[0] ?? '');
    const [first = ''] = await codes();
    const wrong = first === '000000' ? '111111' : '000000';
    for (let i = 0; i < 5; i++)
      expect((await visitor.post(page.url, { code: wrong })).html).toContain('not the code we sent');
    expect((await visitor.post(page.url, { code: first })).html).toContain('This code is too old');
    await visitor.post(page.url, { intent: 'resend' });
    expect((await visitor.post(page.url, { code: first })).html).toContain('not the code we sent');
    const second = (await codes()).at(-1) ?? '';
    expect((await visitor.post(page.url, { code: second })).title).toBe('My apps');
  });

  it('sends no more than thirty codes from one address', async () => {
    const visitor = openVisitor(portal.app);
    await visitor.get(url);
    let sent = 0;
    for (; sent < 40; sent++) {
      await visitor.get(url);
      const page = await visitor.post(url, { ...form, email: `stranger${sent}@elsewhere.example` });
      if (page.status === 429) break;
    }
    expect(sent).toBeGreaterThan(20);
    expect(sent).toBeLessThanOrEqual(30);
    expect(visitor.page().title).toBe('Please wait a moment');
  });
});

describe('every page', () => {
  it('has strict headers', async () => {
    for (const url of [`${base}/developers`, `${base}/operator/sign-in`, `${base}/nothing`, base]) {
      const { headers } = await portal.app.inject({ url });
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("style-src 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('unsafe');
      expect(headers['cache-control']).toBe('no-store');
      expect(headers['referrer-policy']).toBe('no-referrer');
      expect(headers['x-content-type-options']).toBe('nosniff');
    }
  });

  it('speaks the language that is chosen, asked for, or usual', async () => {
    const visitor = openVisitor(portal.app, 'fr-CA,fr;q=0.9');
    expect((await visitor.get(`${base}/developers`)).html).toContain('<html lang="fr-CA">');
    const chosen = await visitor.get(`${base}/developers?lang=en`);
    expect(chosen.url).toBe(`${base}/developers`);
    expect(chosen.html).toContain('<html lang="en-CA">');
    expect((await visitor.get(`${base}/operator/sign-in`)).html).toContain('<html lang="en-CA">');
  });

  it('links stylesheets that may be kept for ever', async () => {
    const { html } = await openVisitor(portal.app).get(`${base}/developers`);
    const hrefs = [...html.matchAll(/rel="stylesheet" href="([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(hrefs).toHaveLength(2);
    for (const url of hrefs) {
      const sheet = await portal.app.inject({ url });
      expect(sheet.statusCode).toBe(200);
      expect(sheet.headers['content-type']).toContain('text/css');
      expect(sheet.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    }
    const old = await portal.app.inject({ url: `${base}/assets/style.000000000000.css` });
    expect(old.headers['cache-control']).toBe('no-store');
  });

  it('answers other methods with 405', async () => {
    for (const method of ['PUT', 'DELETE', 'POST'] as const) {
      const response = await portal.app.inject({ method, url: `${base}/developers` });
      expect(response.statusCode).toBe(405);
      expect(response.headers.allow).toBe('GET, HEAD');
    }
  });

  it('works without the slug while there is one utility; with more, they can be chosen', async () => {
    const visitor = openVisitor(portal.app);
    expect((await visitor.get('/')).url).toBe('/DataCustodian');
    expect(visitor.page().html).toContain('href="/DataCustodian/developers"');
    expect((await visitor.get('/DataCustodian/developers')).status).toBe(200);
    await createUtility(portal, {
      slug: 'second',
      name: 'Second Gas',
      timeZone: 'America/Toronto',
      currency: 124,
    });
    const list = await visitor.get('/DataCustodian');
    expect(list.html).toContain('href="/DataCustodian/second"');
    expect((await visitor.get('/DataCustodian/developers')).status).toBe(404);
    expect((await visitor.get('/DataCustodian/second/developers')).html).toContain('Second Gas');
    expect((await visitor.get('/DataCustodian/third/developers')).status).toBe(404);
  });

  it('tells programs in JSON what it tells people in a page', async () => {
    const data = await portal.app.inject({ url: '/DataCustodian/espi/1_1/resource/Nothing' });
    expect(data.headers['content-type']).toContain('application/json');
    const page = await portal.app.inject({ url: '/DataCustodian/example/nothing' });
    expect(page.statusCode).toBe(404);
    expect(page.headers['content-type']).toContain('text/html');
  });
});
