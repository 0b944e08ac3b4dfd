import { afterAll, expect, it } from 'vitest';
import { openPortal, type Portal, type PortalOptions, password } from '../support/portal.ts';
import { signUp } from '../support/portal-people.ts';
import { openVisitor } from '../support/visitor.ts';

const opened: Portal[] = [];
afterAll(async () => {
  for (const { errors, close } of opened) {
    expect(errors).toEqual([]);
    await close();
  }
});

/** What is written above the form that asks who signs up for the code of a mail. */
async function codePage(options: PortalOptions, language: string): Promise<string> {
  const portal = await openPortal(options);
  opened.push(portal);
  const visitor = openVisitor(portal.app, language);
  const url = '/DataCustodian/example/developers/sign-up';
  await visitor.get(url);
  await visitor.post(url, { name: 'Dev Eloper', email: 'dev@compass.example', password });
  const { url: shown, html } = visitor.page();
  expect(shown).toBe(`${url}?step=code`);
  const [mail] = await portal.db.query<{ subject: string }>('select subject from mail');
  const code = /\d{6}/.exec(mail?.subject ?? '')?.[0] ?? 'no code';
  expect(code).toMatch(/^\d{6}$/);
  expect(html).not.toContain(code);
  return html;
}

/** The page for developers of a server that is set up in some way. */
async function developerPage(options: PortalOptions, language = 'en'): Promise<string> {
  const portal = await openPortal(options);
  opened.push(portal);
  const { html, status } = await openVisitor(portal.app, language).get('/DataCustodian/example/developers');
  expect(status).toBe(200);
  return html;
}

const limits = { token: 3000, address: 1200 };

it('tells the limit that requests are counted against', async () => {
  expect(await developerPage({ rateLimits: { ...limits, 'third-party': 12_345 } })).toContain(
    '<dt>Limit</dt><dd>12,345 requests per minute</dd>',
  );
  expect(await developerPage({ rateLimits: { ...limits, 'third-party': 0 } })).toContain(
    '<dt>Limit</dt><dd>None</dd>',
  );
  expect(await developerPage({}, 'fr')).toContain('<dt>Limite</dt><dd>Aucune</dd>');
});

it('shows no marks of a document', async () => {
  for (const language of ['en', 'fr']) expect(await developerPage({}, language)).not.toContain('`');
});

it('says that no mail leaves a server without a mail server, and who finds the code', async () => {
  const kept = await codePage({ keepsMail: true }, 'en');
  expect(kept).toContain('Its operator finds the code in the outbox.');
  expect(kept).not.toContain('We sent');
  expect(await codePage({ keepsMail: true }, 'fr')).toContain('Le code se trouve dans la boîte d’envoi');
});

it('says that the code was sent where mails are sent', async () => {
  const sent = await codePage({ keepsMail: false }, 'en');
  expect(sent).toContain('We sent a 6-digit code by e-mail');
  expect(sent).not.toContain('outbox');
});

it('marks what need not be filled in', async () => {
  const portal = await openPortal();
  opened.push(portal);
  const developer = openVisitor(portal.app);
  await signUp(portal, developer, 'dev@compass.example');
  const { html } = await developer.get('/DataCustodian/example/developers/register');
  expect(html).toContain('Purpose, in French<span class="optional"> (optional)</span>');
});
