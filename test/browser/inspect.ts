import axe from 'axe-core';
import type { Browser, ConsoleMessage, Page, Request } from 'playwright-core';

/** One way to look at a page. */
interface Look {
  readonly colorScheme: 'light' | 'dark';
  readonly width: 320 | 1200;
}

export const languages = ['en', 'fr'] as const;
type Language = (typeof languages)[number];

/** Every way: both themes, a narrow telephone and a desk. */
const looks: readonly Look[] = (['light', 'dark'] as const).flatMap((colorScheme) =>
  ([320, 1200] as const).map((width) => ({ colorScheme, width })),
);

/** What was wrong with a page, in words; empty when nothing was. */
type Faults = readonly string[];

/** Gives a window the cookies of somebody instead of those that it has. */
export async function setCookies(
  window: Page,
  { origin, cookies }: { readonly origin: string; readonly cookies: ReadonlyMap<string, string> },
): Promise<void> {
  const context = window.context();
  await context.clearCookies();
  await context.addCookies(
    [...cookies].map(([name, value]) => ({ name, value, url: origin, httpOnly: true, sameSite: 'Lax' })),
  );
}

/** Opens a window, for one page after the other: a new one takes longer than most of what is looked at. */
export async function openWindow(browser: Browser, language: Language): Promise<Page> {
  const context = await browser.newContext({ locale: language === 'fr' ? 'fr-CA' : 'en-CA' });
  return await context.newPage();
}

/** What axe finds, which must be on the page. */
async function axeFaults(page: Page): Promise<string[]> {
  const violations = await page.evaluate(async () => {
    const { axe: here } = window as unknown as { axe: typeof axe };
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const { violations: found } = await here.run(document, {
      runOnly: { type: 'tag', values: tags },
      resultTypes: ['violations'],
    });
    return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
  });
  return violations.map((violation) => `axe ${violation}`);
}

async function overflowFaults(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = [...document.querySelectorAll('body *')].filter(
      (element) =>
        element.getBoundingClientRect().right > clientWidth + 1 &&
        element.closest('.scroll, .code-block') === null,
    );
    const names = wide.slice(0, 3).map((element) => element.outerHTML.slice(0, 120));
    return [`scrolls sideways: ${scrollWidth} > ${clientWidth}: ${names.join(' | ')}`];
  });
}

/** What sticks out of the card that it stands in. */
async function cardFaults(page: Page): Promise<string[]> {
  return await page.evaluate(() =>
    [...document.querySelectorAll('.card')].flatMap((card) => {
      const { right } = card.getBoundingClientRect();
      const wide = [...card.querySelectorAll('*')].find(
        (element) =>
          element.getBoundingClientRect().right > right + 0.5 &&
          element.closest('.scroll, .code-block, .visually-hidden') === null,
      );
      return wide === undefined ? [] : [`out of its card: ${wide.outerHTML.slice(0, 120)}`];
    }),
  );
}

/** At a desk there is room for whole words, names of resources among them; not for scopes, addresses and uids. */
async function wordFaults(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    if (window.innerWidth < 1200) return [];
    const broken: string[] = [];
    const texts = document.createTreeWalker(document.querySelector('main') ?? document.body, 4);
    for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
      const text = node.textContent ?? '';
      for (const { 0: word, index } of text.matchAll(/(?<![\w./:;=-])[a-z]+(?:_[a-z]+)*(?![\w/:;=-])/gi)) {
        const range = document.createRange();
        range.setStart(node, index);
        range.setEnd(node, index + word.length);
        const tops = [...range.getClientRects()].map(({ top }) => Math.round(top));
        if (
          new Set(tops).size > 1 &&
          range.startContainer.parentElement?.closest('.visually-hidden') === null
        )
          broken.push(`a word in two lines: ${word}`);
      }
    }
    return broken;
  });
}

/** At a desk the header is one line, whatever stands in it. */
async function headerFaults(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    if (window.innerWidth < 1200) return [];
    const boxes = [...document.querySelectorAll('header.site > *')].map((part) =>
      part.getBoundingClientRect(),
    );
    const below = boxes.filter(({ top }) => boxes.some(({ bottom }) => bottom <= top));
    return below.length > 0 ? ['the header is more than one line'] : [];
  });
}

/** Collects what a window says of its page in the console and on the wire, until the work is done. */
async function listen(
  window: Page,
  { origin, status }: { readonly origin: string; readonly status: number },
  work: () => Promise<readonly string[]>,
): Promise<Faults> {
  const faults: string[] = [];
  const onConsole = (message: ConsoleMessage): void => {
    const expected = status >= 400 && message.text().includes(`status of ${status}`);
    if (message.type() === 'error' && !expected) faults.push(`console: ${message.text()}`);
  };
  const onError = (error: Error): void => void faults.push(`script: ${error.message}`);
  const onRequest = (request: Request): void => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !url.startsWith('data:')) faults.push(`asked elsewhere: ${url}`);
  };
  window.on('console', onConsole).on('pageerror', onError).on('request', onRequest);
  try {
    faults.push(...(await work()));
  } finally {
    window.off('console', onConsole).off('pageerror', onError).off('request', onRequest);
  }
  return faults;
}

/**
 * Opens a page in a window and looks, in every way, for everything that may not be: for axe, for the eye, in the console,
 * on the wire.
 *
 * @param screenshot names the file of a picture of each look; absent: none is taken.
 */
export async function inspectPage(
  window: Page,
  {
    origin,
    path,
    status = 200,
  }: { readonly origin: string; readonly path: string; readonly status?: number },
  screenshot?: (look: string) => string,
): Promise<Faults> {
  return await listen(window, { origin, status }, async () => {
    const faults: string[] = [];
    const response = await window.goto(origin + path);
    if (response?.status() !== status) faults.push(`status ${response?.status()} instead of ${status}`);
    await window.evaluate(axe.source);
    for (const { colorScheme, width } of looks) {
      const look = `${colorScheme}-${width}`;
      await window.emulateMedia({ colorScheme });
      await window.setViewportSize({ width, height: 900 });
      if (screenshot !== undefined) await window.screenshot({ path: screenshot(look), fullPage: true });
      const seen = [
        ...(await overflowFaults(window)),
        ...(await cardFaults(window)),
        ...(await wordFaults(window)),
        ...(await headerFaults(window)),
        ...(await axeFaults(window)),
      ];
      faults.push(...seen.map((fault) => `${look}: ${fault}`));
    }
    return faults;
  });
}
