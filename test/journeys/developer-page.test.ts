import { afterAll, expect, it } from 'vitest';
import { openPortal, type Portal, type PortalOptions } from '../support/portal.ts';
import { signUp } from '../support/portal-people.ts';
import { openVisitor } from '../support/visitor.ts';

const opened: Portal[] = [];
afterAll(async () => {
  for (const { errors, close } of opened) {
    expect(errors).toEqual([]);
    await close();
  }
});

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

it('marks what need not be filled in', async () => {
  const portal = await openPortal();
  opened.push(portal);
  const developer = openVisitor(portal.app);
  await signUp(portal, developer, 'dev@compass.example');
  const { html } = await developer.get('/DataCustodian/example/developers/register');
  expect(html).toContain('Purpose, in French<span class="optional"> (optional)</span>');
});
