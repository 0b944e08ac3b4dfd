import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createUtility } from '../../src/services/registration/create-utility.ts';
import { commandsOf } from '../support/journey.ts';
import { openPortal, type Portal, password, portalUrl } from '../support/portal.ts';
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

it('a code of a sign-up is tried five times, also when all tries come at once', async () => {
  const visitor = openVisitor(portal.app);
  const url = `${base}/developers/sign-up`;
  await visitor.get(url);
  await visitor.post(url, { name: 'Guesser', email: 'owner@elsewhere.example', password });
  const { csrf, url: codeUrl } = visitor.page();
  const code = /\d{6}/.exec((await mailTo('owner@elsewhere.example')).subject)?.[0] ?? '';
  const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const enter = (guess: string) =>
    portal.app.inject({
      method: 'POST',
      url: codeUrl,
      headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ csrf, code: guess }).toString(),
    });
  const guesses = Array.from({ length: 20 }, (_, i) =>
    String((Number(code) + 1 + i) % 1_000_000).padStart(6, '0'),
  );
  await Promise.all(guesses.map(enter));
  expect((await enter(code)).statusCode).toBe(422);
  expect(
    await portal.db.query(`select 1 from third_party_account where email = 'owner@elsewhere.example'`),
  ).toEqual([]);
});

it('nobody changes a password who is not signed in, or with a form of somebody else', async () => {
  for (const area of ['developers', 'operator']) {
    const url = `${base}/${area}/password`;
    const stranger = openVisitor(portal.app);
    expect((await stranger.get(url)).url).toContain(`/${area}/sign-in?next=`);
    const [one, two] = [openVisitor(portal.app), openVisitor(portal.app)];
    for (const visitor of [one, two])
      if (area === 'developers')
        await signUp(portal, visitor, `${visitor === one ? 'a' : 'b'}@forms.example`);
      else await signIn(visitor, `${base}/operator`, 'auditor@example.org');
    const { csrf } = await two.get(url);
    await one.get(url);
    expect(
      (await one.post(url, { current: password, password: 'words of somebody else' }, { csrf })).status,
    ).toBe(403);
    await one.get(url);
    expect((await one.post(url, { current: '', password: '' })).status).toBe(422);
  }
});

describe('a developer who forgot the password', () => {
  const email = 'forgetful@passwords.example';
  const url = `${base}/developers/password/reset`;
  const next = 'this time I write it down';
  const over = 'This link is too old, or was used already.';
  let elsewhere: Visitor;
  beforeAll(async () => {
    elsewhere = openVisitor(portal.app);
    await signUp(portal, elsewhere, email);
  });

  /** Asks for a link as somebody new, and gives it as the mail has it. */
  async function linkFor(address = email): Promise<string> {
    const visitor = openVisitor(portal.app);
    await visitor.get(url);
    await visitor.post(url, { email: address });
    return (/http\S+password\/reset\?\S+/.exec((await mailTo(email)).text)?.[0] ?? '').replace(portalUrl, '');
  }

  it('goes from the sign-in by a link to a new password, and is signed in', async () => {
    const visitor = openVisitor(portal.app);
    expect((await visitor.get(`${base}/developers/sign-in`)).html).toContain(`href="${url}"`);
    expect((await visitor.get(url)).title).toBe('Forgot your password?');
    const sent = await visitor.post(url, { email: ' Forgetful@Passwords.example ' });
    expect([sent.status, sent.html.includes('the link was written but not sent')]).toEqual([200, true]);
    expect((await mailTo(email)).subject).toBe('Choose a new password');
    const link = await linkFor();
    expect(link).toContain(`${url}?account=`);
    // In another browser, and signed in as nobody.
    const reader = openVisitor(portal.app);
    const page = await reader.get(link);
    expect([page.status, page.title, page.html.includes(email)]).toEqual([
      200,
      'Choose a new password',
      true,
    ]);
    const cookie = [...reader.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const { csrf } = page;
    expect((await reader.post(link, { password: 'short' })).status).toBe(422);
    const done = await reader.post(link, { password: next });
    expect([done.url, done.html.includes(changed)]).toEqual([`${base}/developers/password`, true]);
    expect((await reader.get(`${base}/developers/registrations`)).title).toBe('My apps');
    expect((await elsewhere.get(`${base}/developers/registrations`)).url).toContain('/sign-in');
    expect(await signingIn('developers', email, password)).toBe(422);
    expect(await signingIn('developers', email, next)).toBe(200);
    expect(await audit()).toMatchObject({ action: 'third_party_account.password_changed' });
    expect((await mailTo(email)).subject).toBe('Your password was changed');
    // The link worked once, also for the browser from before and its cookie.
    const again = await reader.get(link);
    expect([again.status, again.html.includes(over)]).toEqual([410, true]);
    const stale = await portal.app.inject({
      method: 'POST',
      url: link,
      headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ csrf, password: `${next} again` }).toString(),
    });
    expect(stale.statusCode).toBe(403);
    expect(await signingIn('developers', email, next)).toBe(200);
  });

  it('opens nothing with a link of somebody else, a changed one, an old one, or one from before a change', async () => {
    portal.clock.set(portal.clock.now() + 60 * 60_000);
    const link = await linkFor();
    const [account] = await portal.db.query<{ uid: string }>(
      `select uid from third_party_account where email = 'dev@passwords.example'`,
    );
    const until = /until=(\d+)/.exec(link)?.[1] ?? '';
    for (const bad of [
      link.replace(/account=\w+/, `account=${account?.uid}`),
      link.replace(/until=\d+/, `until=${Number(until) + 1}`),
      link.replace(/until=\d+/, 'until=99999999999999999999'),
      link.replace(/key=\w+/, 'key='),
      link.replace(/account=\w+/, 'account='),
    ]) {
      const visitor = openVisitor(portal.app);
      const page = await visitor.get(bad);
      expect([page.status, page.html.includes(over)]).toEqual([410, true]);
      expect((await visitor.post(bad, { password: `${next} bad` })).status).toBe(422);
    }
    const visitor = openVisitor(portal.app);
    portal.clock.set(Number(until) - 1000);
    await visitor.get(link);
    portal.clock.set(Number(until));
    expect((await visitor.post(link, { password: `${next} late` })).html).toContain(over);
    const [first, second] = [await linkFor(), await linkFor()];
    const owner = openVisitor(portal.app);
    await owner.get(second);
    expect((await owner.post(second, { password: `${next} twice` })).html).toContain(changed);
    expect((await openVisitor(portal.app).get(first)).html).toContain(over);
    expect(await signingIn('developers', email, `${next} twice`)).toBe(200);
  });

  it('gets one new password of many that are chosen at once', async () => {
    portal.clock.set(portal.clock.now() + 60 * 60_000);
    const link = await linkFor();
    const visitors = Array.from({ length: 5 }, () => openVisitor(portal.app));
    for (const visitor of visitors) await visitor.get(link);
    const pages = await Promise.all(
      visitors.map((visitor, i) => visitor.post(link, { password: `chosen at once, number ${i}` })),
    );
    expect(pages.filter(({ html }) => html.includes(changed))).toHaveLength(1);
    const works = await Promise.all(
      visitors.map((_, i) => signingIn('developers', email, `chosen at once, number ${i}`)),
    );
    expect(works.filter((status) => status === 200)).toHaveLength(1);
  });

  it('gets in though somebody else has tried the account shut', async () => {
    portal.clock.set(portal.clock.now() + 60 * 60_000);
    for (let i = 0; i < 7; i++) await signingIn('developers', email, `guess ${i}`);
    expect(await signingIn('developers', email, next)).toBe(429);
    const link = await linkFor();
    const visitor = openVisitor(portal.app);
    await visitor.get(link);
    await visitor.post(link, { password: `${next} three times` });
    expect(await signingIn('developers', email, `${next} three times`)).toBe(200);
  });

  it('with an address that has no account sees the same, and no mail is written', async () => {
    portal.clock.set(portal.clock.now() + 25 * 60 * 60_000);
    const visitor = openVisitor(portal.app);
    await visitor.get(url);
    const unknown = await visitor.post(url, { email: 'nobody@passwords.example' });
    await visitor.get(url);
    const known = await visitor.post(url, { email });
    expect([unknown.status, known.status]).toEqual([200, 200]);
    const withoutForm = (html: string): string => html.replace(/value="[^"]*"/g, '');
    expect(withoutForm(unknown.html)).toBe(withoutForm(known.html));
    expect((await mailTo('nobody@passwords.example')).count).toBe(0);
    for (const bad of ['', 'nobody']) {
      await visitor.get(url);
      const page = await visitor.post(url, { email: bad });
      expect([page.status, page.html.includes('id="email-error"')]).toEqual([422, true]);
    }
  });

  it('cannot have somebody written to without end, one after the other or all at once', async () => {
    for (const atOnce of [false, true]) {
      portal.clock.set(portal.clock.now() + 25 * 60 * 60_000);
      const before = (await mailTo(email)).count;
      const visitors = Array.from({ length: 12 }, () => openVisitor(portal.app));
      for (const visitor of visitors) await visitor.get(url);
      const statuses: number[] = [];
      const ask = async (visitor: Visitor): Promise<void> =>
        void statuses.push((await visitor.post(url, { email })).status);
      if (atOnce) await Promise.all(visitors.map(ask));
      else for (const visitor of visitors) await ask(visitor);
      expect(statuses).toContain(429);
      expect((await mailTo(email)).count - before).toBe(5);
    }
  });

  it('reads all of it in French too', async () => {
    portal.clock.set(portal.clock.now() + 25 * 60 * 60_000);
    const visitor = openVisitor(portal.app);
    await visitor.get(`${url}?lang=fr`);
    expect(visitor.page().title).toBe('Mot de passe oublié?');
    await visitor.post(url, { email });
    expect((await mailTo(email)).subject).toBe('Choisir un nouveau mot de passe');
    const link = (/http\S+password\/reset\?\S+/.exec((await mailTo(email)).text)?.[0] ?? '').replace(
      portalUrl,
      '',
    );
    await visitor.get(link);
    expect(visitor.page().title).toBe('Choisir un nouveau mot de passe');
    await visitor.post(link, { password: `${next} en français` });
    expect(visitor.page().title).toBe('Votre mot de passe');
    expect((await mailTo(email)).subject).toBe('Votre mot de passe a été changé');
  });
});

describe('whoever runs the server', () => {
  it('gives a developer a new password, which ends what was open', async () => {
    const email = 'lost@passwords.example';
    const visitor = openVisitor(portal.app);
    await signUp(portal, visitor, email);
    const run = commandsOf({ ...portal, secretKey: Buffer.alloc(32, 7), publicUrl: portalUrl });
    const { stdout } = await run('third-party', 'password', 'Lost@Passwords.example', '--json');
    const { password: made } = JSON.parse(stdout) as { password: string };
    expect(await signingIn('developers', email, password)).toBe(422);
    expect(await signingIn('developers', email, made)).toBe(200);
    expect((await visitor.get(`${base}/developers/registrations`)).url).toContain('/sign-in');
    await expect(run('third-party', 'password', 'nobody@passwords.example')).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('where no mail leaves', () => {
  const url = `${base}/developers/password/reset`;

  it('an auditor reads neither codes nor links in the outbox: with them one could become somebody else', async () => {
    await signUp(portal, openVisitor(portal.app), 'watched@passwords.example');
    const [mail] = await portal.db.query<{ uid: string; subject: string }>(
      `select uid, subject from mail where to_address = 'watched@passwords.example' order by id desc limit 1`,
    );
    const outbox = `${base}/operator/outbox`;
    const seen = async (who: string) => {
      const visitor = openVisitor(portal.app);
      await signIn(visitor, `${base}/operator`, who);
      const list = (await visitor.get(outbox)).html.includes(mail?.subject ?? '');
      const statuses = [
        (await visitor.get(`${outbox}/${mail?.uid}`)).status,
        (await visitor.get(`${outbox}/${mail?.uid}/html`)).status,
      ];
      return [list, statuses];
    };
    expect(await seen('auditor@example.org')).toEqual([false, [403, 403]]);
    await portal.db.query(
      `update operator_account set password_hash = (select password_hash from operator_account where role = 'auditor')`,
    );
    expect(await seen('operator@example.org')).toEqual([true, [200, 200]]);
  });

  it('no link is sent where there are several utilities: the outbox of one must not open accounts at all of them', async () => {
    await createUtility(portal, { slug: 'other', name: 'Other', timeZone: 'America/Toronto', currency: 124 });
    const visitor = openVisitor(portal.app);
    const words = 'Whoever runs this server gives you a new one.';
    expect((await visitor.get(`${base}/developers/sign-in`)).html).toContain(words);
    expect((await visitor.get(url)).html).toContain(words);
    await visitor.get(`${base}/developers/sign-in`);
    const before = (await mailTo('watched@passwords.example')).count;
    expect((await visitor.post(url, { email: 'watched@passwords.example' })).status).toBe(403);
    expect((await mailTo('watched@passwords.example')).count).toBe(before);
  });
});
