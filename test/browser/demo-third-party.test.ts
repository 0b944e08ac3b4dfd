import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createServer } from '../../demo/third-party/server.ts';
import { hasChromium, startChromium } from './chromium.ts';
import { inspectPage, openWindow } from './inspect.ts';

const issuer = 'http://localhost:9/DataCustodian';

describe.skipIf(!hasChromium)('the page of the demo third party', () => {
  let browser: Browser;
  let app: Awaited<ReturnType<typeof createServer>>;
  let origin: string;
  beforeAll(async () => {
    app = await createServer({
      port: 0,
      host: '127.0.0.1',
      publicUrl: 'http://localhost:0',
      issuer,
      clientId: 'one',
      clientSecret: 'secret',
      registrationToken: 'token',
      applicationUri: `${issuer}/espi/1_1/resource/ApplicationInformation/one`,
    });
    origin = await app.listen({ host: '127.0.0.1', port: 0 });
    browser = await startChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });

  // It speaks English only: it is for developers.
  it('is as it should be in both themes, narrow and wide, also when a step fails', async () => {
    const window = await openWindow(browser, 'en');
    expect(await inspectPage(window, { origin, path: '/' })).toEqual([]);
    // A step that fails says so on the page: nobody listens at the custodian's address.
    await window.goto(origin);
    await window.getByRole('button', { name: 'Read my ApplicationInformation' }).click();
    expect(await window.locator('[role=alert]').count()).toBe(1);
    expect(await inspectPage(window, { origin, path: '/' })).toEqual([]);
    await window.context().close();
  });
});
