import type { ComponentChildren, VNode } from 'preact';
import { render } from 'preact-render-to-string';
import { languageTags } from '../locale.ts';
import type { View } from '../page.ts';
import { Footer } from './footer.tsx';
import { Header, type NavItem } from './header.tsx';

/** The mark of the site in the window's tab: without it, browsers ask for a file that is not there. */
const icon = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#0b6b3a"/><path fill="#fff" d="M18.5 5 8 18h6.5L13 27l11-13.5h-7z"/></svg>',
)}`;

export interface DocumentProps {
  readonly view: View;
  readonly title: string;
  /** `narrow` for one thing at a time, `medium` for long forms, `wide` for tables. */
  readonly width: 'narrow' | 'medium' | 'wide';
  readonly nav?: readonly NavItem[];
  /** The form on it has errors: the title says so, for those who hear it first. */
  readonly failed?: boolean;
  readonly children: ComponentChildren;
}

/** The whole document around a page: head, header, main, footer. */
export function Document({ view, title, width, nav, failed, children }: DocumentProps): VNode {
  const { page, t } = view;
  return (
    <html lang={languageTags[page.locale]}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <link rel="icon" href={icon} />
        <title>{`${failed ? `${t.shell.errorPrefix} ` : ''}${title} – ${page.utility.name}`}</title>
        {page.stylesheets.map((href) => (
          <link rel="stylesheet" href={href} />
        ))}
      </head>
      <body class={width}>
        <a class="skip" href="#main">
          {t.shell.skip}
        </a>
        <Header view={view} nav={nav ?? []} />
        <main id="main" tabIndex={-1}>
          {children}
        </main>
        <Footer view={view} />
      </body>
    </html>
  );
}

/** Renders a document to the text of an HTML answer. */
export function renderDocument(document: VNode): string {
  return `<!doctype html>\n${render(document)}\n`;
}
