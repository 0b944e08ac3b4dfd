import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, startChromium } from './chromium.ts';
import { inspectPage, openWindow } from './inspect.ts';

const origin = 'http://planted.example';
const page = (style: string, body = '', script = ''): string =>
  `<!doctype html><html lang="en"><head><title>Planted</title><meta name="viewport" content="width=device-width">` +
  `<style>${style}</style></head><body><main><h1>Planted</h1><p>Text</p>${body}</main>${script}</body></html>`;

/** Pages with one fault each, by their paths. */
const planted: Readonly<Record<string, string>> = {
  '/good': page('@media (prefers-color-scheme: dark) { body { color: #eee; background: #111 } }'),
  '/pale-in-the-dark': page('@media (prefers-color-scheme: dark) { body { color: #333; background: #111 } }'),
  '/wide-on-telephones': page('@media (max-width: 400px) { p { width: 900px } }'),
  '/no-label': page('', '<input type="text">'),
  '/script': page('', '', '<script>throw new Error("broken")</script>'),
  '/elsewhere': page('', '<img alt="A picture" src="http://elsewhere.example/a.png">'),
};

describe.skipIf(!hasChromium)('the inspection of pages', () => {
  let browser: Browser;
  let window: Page;
  beforeAll(async () => {
    browser = await startChromium();
    window = await openWindow(browser, 'en');
    await window.route('**/*', async (route) => {
      const { pathname } = new URL(route.request().url());
      const body = planted[pathname];
      await route.fulfill(body === undefined ? { status: 204 } : { contentType: 'text/html', body });
    });
  });
  afterAll(async () => await browser?.close());

  const inspect = async (path: string): Promise<string[]> =>
    (await inspectPage(window, { origin, path })).map((fault) => fault.replace(/(?<=axe [\w-]+):.*/s, ''));

  it('finds nothing where nothing is wrong', async () => {
    expect(await inspect('/good')).toEqual([]);
  });

  it('finds what is wrong in one theme or at one width, and says in which', async () => {
    const [narrow, wide, ...others] = await inspect('/pale-in-the-dark');
    expect([narrow, wide, others]).toEqual([
      'dark-320: axe color-contrast',
      'dark-1200: axe color-contrast',
      [],
    ]);
    const sideways = await inspect('/wide-on-telephones');
    expect(sideways.map((fault) => fault.split(': ').slice(0, 2))).toEqual([
      ['light-320', expect.stringMatching(/^scrolls sideways/)],
      ['dark-320', expect.stringMatching(/^scrolls sideways/)],
    ]);
  });

  it('finds what is wrong for those who do not see, in scripts, and on the wire', async () => {
    expect(await inspect('/no-label')).toContain('light-320: axe label');
    expect(await inspect('/script')).toEqual(['script: broken']);
    expect(await inspect('/elsewhere')).toEqual(['asked elsewhere: http://elsewhere.example/a.png']);
    const missing = await inspectPage(window, { origin, path: '/good', status: 404 });
    expect(missing).toEqual(['status 200 instead of 404']);
  });
});
