import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPortal, type Portal, password } from '../support/portal.ts';
import { signIn, signUp } from '../support/portal-people.ts';
import { openVisitor, type Visitor } from '../support/visitor.ts';

const base = '/DataCustodian/example';
const changed = 'Your password is changed. Everywhere else you are signed out.';

let portal: Portal;
beforeAll(async () => {
  portal = await openPortal();
});
afterAll(async () => {
  expect(portal.errors).toEqual([]);
  await portal.close();
});

/** The newest mail to somebody, and how many there were. */
async function mailTo(email: string): Promise<{ count: number; subject: string; text: string }> {
  const rows = await portal.db.query<{ subject: string; text: string }>(
    'select subject, text_part as text from mail where to_address = $1 order by id desc',
    [email],
  );
  return { count: rows.length, subject: rows[0]?.subject ?? '', text: rows[0]?.text ?? '' };
}

/** How a sign-in with that password ends. */
async function signingIn(area: string, email: string, secret: string): Promise<number> {
  const visitor = openVisitor(portal.app);
  await visitor.get(`${base}/${area}/sign-in`);
  return (await visitor.post(`${base}/${area}/sign-in`, { email, password: secret })).status;
}

const audit = async (): Promise<unknown> =>
  (
    await portal.db.query(
      'select actor_kind as kind, action, target, ip_address as "from" from audit_event order by id desc limit 1',
    )
  )[0];

describe.each([
  ['developers', 'dev@passwords.example', 'third_party', 'third_party_account'],
  ['operator', 'operator@example.org', 'operator', 'operator'],
] as const)('somebody of %s who is signed in', (area, email, kind, noun) => {
  const next = 'another few words in a row';
  let visitor: Visitor;
  let elsewhere: Visitor;
  const url = `${base}/${area}/password`;
  beforeAll(async () => {
    visitor = openVisitor(portal.app);
    elsewhere = openVisitor(portal.app);
    if (area === 'developers') await signUp(portal, visitor, email);
    else await signIn(visitor, `${base}/operator`, email);
    await signIn(elsewhere, `${base}/${area}`, email);
  });

  it('finds the page behind the name in the header', async () => {
    const home = await visitor.get(
      area === 'developers' ? `${base}/developers/registrations` : `${base}/operator`,
    );
    expect(home.html).toContain(`href="${url}"`);
    const page = await visitor.get(url);
    expect([page.status, page.title]).toEqual([200, 'Your password']);
    expect(page.html).toContain(email);
  });

  it('is told what is wrong, and nothing changes', async () => {
    const answers = [
      [{ current: '', password: next }, ['current']],
      [{ current: password, password: 'short' }, ['password']],
      [{ current: password, password: 'x'.repeat(2000) }, ['password']],
      [{ current: 'not this one', password: next }, ['current']],
      [{ current: '', password: '' }, ['current', 'password']],
    ] as const;
    for (const [fields, wrong] of answers) {
      const page = await visitor.post(url, fields);
      expect(page.status).toBe(422);
      for (const field of ['current', 'password'])
        expect([field, page.html.includes(`id="${field}-error"`)]).toEqual([
          field,
          (wrong as readonly string[]).includes(field),
        ]);
    }
    expect(await signingIn(area, email, next)).toBe(422);
    expect(await signingIn(area, email, password)).toBe(200);
  });

  it('changes it, stays signed in, and is signed out everywhere else', async () => {
    const before = (await mailTo(email)).count;
    const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    await visitor.get(url);
    const page = await visitor.post(url, { current: password, password: next });
    expect([page.status, page.url]).toEqual([200, url]);
    expect(page.html).toContain(changed);
    expect((await visitor.get(url)).html).not.toContain(changed);
    expect((await elsewhere.get(url)).url).toContain('/sign-in');
    // The cookie from before is worth nothing either.
    const stale = await portal.app.inject({ url, headers: { cookie } });
    expect([stale.statusCode, stale.headers.location]).toEqual([
      303,
      expect.stringContaining(`/${area}/sign-in`),
    ]);
    expect(await signingIn(area, email, password)).toBe(422);
    expect(await signingIn(area, email, next)).toBe(200);
    expect(await audit()).toEqual({
      kind,
      action: `${noun}.password_changed`,
      target: area === 'operator' ? email : expect.stringMatching(/^[a-z0-9]{20}$/),
      from: '127.0.0.1',
    });
    const mail = await mailTo(email);
    expect([mail.count, mail.subject]).toEqual([before + 1, 'Your password was changed']);
    expect(mail.text.includes(`${base}/developers/password/reset`)).toBe(area === 'developers');
  });

  it('cannot try old ones without end', async () => {
    await visitor.get(url);
    const statuses: number[] = [];
    for (let i = 0; i < 8; i++)
      statuses.push((await visitor.post(url, { current: `guess number ${i}`, password: `${next}!` })).status);
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(0);
    expect((await visitor.post(url, { current: next, password: `${next}!` })).status).toBe(429);
    portal.clock.set(portal.clock.now() + 20 * 60_000);
    await visitor.get(url);
    expect((await visitor.post(url, { current: next, password: `${next}!` })).html).toContain(changed);
  });
});

it('nobody changes a password who is not signed in, or with a form of somebody else', async () => {
  for (const area of ['developers', 'operator']) {
    const url = `${base}/${area}/password`;
    const stranger = openVisitor(portal.app);
    expect((await stranger.get(url)).url).toContain(`/${area}/sign-in?next=`);
    const forged = await portal.app.inject({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'current=a&password=bbbbbbbbbbbbbbbb',
    });
    expect(forged.statusCode).toBe(403);
  }
});

describe('a developer who forgot the password', () => {
  const email = 'forgetful@passwords.example';
  const url = `${base}/developers/password/reset`;
  const next = 'this time I write it down';
  let elsewhere: Visitor;
  beforeAll(async () => {
    elsewhere = openVisitor(portal.app);
    await signUp(portal, elsewhere, email);
  });

  const codeOf = async (to: string): Promise<string> => /\d{6}/.exec((await mailTo(to)).subject)?.[0] ?? '';

  it('goes from the sign-in by a code to a new password, and is signed in', async () => {
    const visitor = openVisitor(portal.app);
    expect((await visitor.get(`${base}/developers/sign-in`)).html).toContain(`href="${url}"`);
    expect((await visitor.get(url)).title).toBe('Forgot your password?');
    expect((await visitor.post(url, { email: ' Forgetful@Passwords.example ' })).title).toBe(
      'Enter your code',
    );
    const code = await codeOf(email);
    const wrong = code === '000000' ? '000001' : '000000';
    const page = await visitor.post(`${url}?step=code`, { code: wrong });
    expect([page.status, page.html.includes('id="code-error"')]).toEqual([422, true]);
    // Nothing leads past the code.
    expect((await visitor.get(`${url}?step=password`)).title).toBe('Enter your code');
    expect((await visitor.post(`${url}?step=password`, { password: next })).status).toBe(422);
    expect((await visitor.post(`${url}?step=code`, { code })).title).toBe('Choose a new password');
    expect((await visitor.post(`${url}?step=password`, { password: 'short' })).status).toBe(422);
    const done = await visitor.post(`${url}?step=password`, { password: next });
    expect(done.url).toBe(`${base}/developers/password`);
    expect(done.html).toContain(changed);
    expect((await visitor.get(`${base}/developers/registrations`)).title).toBe('My apps');
    expect((await elsewhere.get(`${base}/developers/registrations`)).url).toContain('/sign-in');
    expect(await signingIn('developers', email, password)).toBe(422);
    expect(await signingIn('developers', email, next)).toBe(200);
    expect(await audit()).toMatchObject({ action: 'third_party_account.password_changed' });
    expect((await mailTo(email)).subject).toBe('Your password was changed');
    // The way is gone: going back begins anew.
    expect((await visitor.get(`${url}?step=password`)).title).toBe('Forgot your password?');
  });

  it('gets in though somebody else has tried the account shut', async () => {
    for (let i = 0; i < 7; i++) await signingIn('developers', email, `guess ${i}`);
    expect(await signingIn('developers', email, next)).toBe(429);
    const visitor = openVisitor(portal.app);
    await visitor.get(url);
    await visitor.post(url, { email });
    await visitor.post(`${url}?step=code`, { code: await codeOf(email) });
    await visitor.post(`${url}?step=password`, { password: `${next} twice` });
    expect(await signingIn('developers', email, `${next} twice`)).toBe(200);
  });

  it('with an address that has no account sees the same, and no mail is written', async () => {
    const visitor = openVisitor(portal.app);
    await visitor.get(url);
    const unknown = await visitor.post(url, { email: 'nobody@passwords.example' });
    expect([unknown.status, unknown.title]).toEqual([200, 'Enter your code']);
    expect((await mailTo('nobody@passwords.example')).count).toBe(0);
    expect((await visitor.post(`${url}?step=code`, { code: '123456' })).status).toBe(422);
    for (const bad of ['', 'nobody']) {
      await visitor.get(url);
      const page = await visitor.post(url, { email: bad });
      expect([page.status, page.html.includes('id="email-error"')]).toEqual([422, true]);
    }
  });

  it('has five tries at a code, and fifteen minutes', async () => {
    const visitor = openVisitor(portal.app);
    portal.clock.set(portal.clock.now() + 60 * 60_000);
    await visitor.get(url);
    await visitor.post(url, { email });
    const code = await codeOf(email);
    const wrong = code === '000000' ? '000001' : '000000';
    for (let i = 0; i < 5; i++) await visitor.post(`${url}?step=code`, { code: wrong });
    const shut = await visitor.post(`${url}?step=code`, { code });
    expect([shut.status, shut.title.includes('Enter your code')]).toEqual([422, true]);
    await visitor.post(`${url}?step=code`, { intent: 'resend' });
    const second = await codeOf(email);
    await visitor.post(`${url}?step=code`, { code: second });
    expect(visitor.page().title).toBe('Choose a new password');
    portal.clock.set(portal.clock.now() + 16 * 60_000);
    expect((await visitor.post(`${url}?step=password`, { password: `${next} late` })).title).toBe(
      'Forgot your password?',
    );
    expect(await signingIn('developers', email, `${next} late`)).toBe(422);
  });

  it('cannot have somebody written to without end', async () => {
    const before = (await mailTo(email)).count;
    const statuses: number[] = [];
    for (let i = 0; i < 12; i++) {
      const visitor = openVisitor(portal.app);
      await visitor.get(url);
      statuses.push((await visitor.post(url, { email })).status);
    }
    expect(statuses).toContain(429);
    expect((await mailTo(email)).count - before).toBeLessThan(9);
  });

  it('reads all of it in French too', async () => {
    const visitor = openVisitor(portal.app);
    portal.clock.set(portal.clock.now() + 24 * 60 * 60_000);
    await visitor.get(`${url}?lang=fr`);
    expect(visitor.page().title).toBe('Mot de passe oublié?');
    await visitor.post(url, { email });
    await visitor.post(`${url}?step=code`, { code: await codeOf(email) });
    expect(visitor.page().title).toBe('Choisir un nouveau mot de passe');
    await visitor.post(`${url}?step=password`, { password: `${next} en français` });
    expect(visitor.page().title).toBe('Votre mot de passe');
    expect((await mailTo(email)).subject).toBe('Votre mot de passe a été changé');
  });
});
