import { mkdirSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adaPassword, pages } from '../support/customer-portal.ts';
import { hasChromium, startChromium } from './chromium.ts';
import { type CustomerStage, openCustomerStage } from './customer-stage.ts';
import { inspectPage, languages, openWindow, setCookies } from './inspect.ts';

/** A folder for pictures of every page: set it to look at them. */
const pictures = process.env.METERHOUSE_TEST_PICTURES;

describe.skipIf(!hasChromium)('the customer in a browser', () => {
  let browser: Browser;
  let stage: CustomerStage;
  beforeAll(async () => {
    stage = await openCustomerStage();
    browser = await startChromium();
    if (pictures !== undefined) mkdirSync(pictures, { recursive: true });
  });
  afterAll(async () => {
    await browser?.close();
    await stage?.close();
  });

  it.each(languages)('every page, in both themes, narrow and wide: %s', async (language) => {
    const found: Record<string, readonly string[]> = {};
    const window = await openWindow(browser, language);
    for (const { name, path, cookies, status = 200 } of stage.pages) {
      await setCookies(window, { origin: stage.origin, cookies });
      const picture =
        pictures === undefined
          ? undefined
          : (look: string): string => `${pictures}/${name}-${language}-${look}.png`;
      const faults = await inspectPage(window, { origin: stage.origin, path, status }, picture);
      if (faults.length > 0) found[name] = faults;
    }
    await window.context().close();
    expect(found).toEqual({});
    expect(stage.portal.errors).toEqual([]);
  });

  it('signs in, is asked, corrects a mistake, shares, and arrives at the app on another origin', async () => {
    const context = await browser.newContext({ locale: 'en-CA', javaScriptEnabled: false });
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('422')) errors.push(message.text());
    });
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: stage.portal.live.clientId,
      redirect_uri: stage.callback,
      scope: 'FB=4_16_51',
      state: 'journey',
    });
    await page.goto(`${stage.origin}${pages}/oauth/authorize?${query}`);
    await page.getByRole('link', { name: 'E-mail and password' }).click();
    await page.getByLabel('E-mail address').fill('ada@example.org');
    await page.getByLabel('Password', { exact: true }).fill(adaPassword);
    await page.getByRole('button', { name: 'Sign in' }).click();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain(
      'is asking to see your energy data',
    );
    for (const label of await page.locator('label[for^="meter-"]').all()) await label.click();
    await page.getByRole('button', { name: 'Share my data' }).click();
    expect(await page.title()).toMatch(/^Error: /);
    await page.locator('label[for^="meter-"]').first().click();
    await page.getByRole('button', { name: 'Share my data' }).click();
    await page.waitForURL(`${stage.callback}?**`);
    const back = new URL(page.url());
    expect(back.searchParams.get('code')).toMatch(/^[\w-]{43}$/);
    expect(back.searchParams.get('state')).toBe('journey');
    expect(stage.calls).toContain(back.pathname + back.search);
    expect(errors).toEqual([]);
    // The customer is still signed in where the sharing is listed.
    await page.goto(`${stage.origin}${pages}/sharing`);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('My data sharing');
    await context.close();
  });

  it('says no, and arrives at the app all the same', async () => {
    const context = await browser.newContext({ locale: 'fr-CA' });
    const page = await context.newPage();
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: stage.portal.live.clientId,
      redirect_uri: stage.callback,
      scope: 'FB=4_16_51',
    });
    await page.goto(`${stage.origin}${pages}/oauth/authorize?${query}`);
    await page.getByRole('link', { name: 'Courriel et mot de passe' }).click();
    await page.getByLabel('Adresse courriel').fill('ada@example.org');
    await page.getByLabel('Mot de passe', { exact: true }).fill(adaPassword);
    await page.getByRole('button', { name: 'Ouvrir la session' }).click();
    await page.getByRole('button', { name: 'Ne pas partager' }).click();
    await page.waitForURL(`${stage.callback}?**`);
    expect(new URL(page.url()).searchParams.get('error')).toBe('access_denied');
    await context.close();
  });
});
