import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, startChromium } from './chromium.ts';
import { inspectPage, languages, openWindow, setCookies } from './inspect.ts';
import { pages } from './pages.ts';
import { openStage, type Stage } from './stage.ts';

describe.skipIf(!hasChromium)('every page, in both languages and themes, narrow and wide', () => {
  let browser: Browser;
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
    browser = await startChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await stage?.portal.close();
  });

  it.each(languages)('%s', async (language) => {
    const found: Record<string, readonly string[]> = {};
    const window = await openWindow(browser, language);
    for (const as of [undefined, 'developer', 'operator'] as const) {
      const cookies = as === undefined ? new Map<string, string>() : stage[as].cookies;
      await setCookies(window, { origin: stage.origin, cookies });
      for (const page of pages.filter((one) => one.as === as)) {
        const { status = 200 } = page;
        const faults = await inspectPage(window, { origin: stage.origin, path: page.path(stage), status });
        if (faults.length > 0) found[page.name] = faults;
      }
    }
    await window.context().close();
    expect(found).toEqual({});
    expect(stage.portal.errors).toEqual([]);
  });
});
