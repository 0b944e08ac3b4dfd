import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const executablePath = '/usr/bin/chromium';

/** Whether the browser tests can run here. */
export const hasChromium = existsSync(executablePath);

if (!hasChromium) console.warn(`No Chromium at ${executablePath}: the browser tests are skipped.`);

/** Starts a Chromium with an empty profile that asks nobody for anything. */
export async function startChromium(): Promise<Browser> {
  return await chromium.launch({
    executablePath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
