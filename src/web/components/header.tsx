import type { VNode } from 'preact';
import { inLanguage, languageTags, locales } from '../locale.ts';
import type { View } from '../page.ts';
import { UtilityMark } from './logo.tsx';

/** A link of the site's navigation. */
export interface NavItem {
  readonly href: string;
  readonly label: string;
  readonly current: boolean;
}

function Languages({ view: { page, t } }: { view: View }): VNode {
  return (
    <ul class="languages" aria-label={t.shell.language}>
      {locales.map((locale) => (
        <li>
          <a
            href={inLanguage(page.url, locale)}
            lang={languageTags[locale]}
            hreflang={languageTags[locale]}
            aria-current={locale === page.locale ? 'true' : undefined}
          >
            {t.shell.languages[locale]}
          </a>
        </li>
      ))}
    </ul>
  );
}

function Account({ view: { page, t }, name, action }: { view: View; name: string; action: string }): VNode {
  return (
    <form class="account" method="post" action={action}>
      <input type="hidden" name="csrf" value={page.csrf} />
      <span class="muted">{name}</span>
      <button type="submit" class="link">
        {t.shell.signOut}
      </button>
    </form>
  );
}

/** Where the account in the header signs out: each part of the site has its own session. */
function signOutPath({ page, paths }: View): string {
  const path = page.url.split('?')[0] ?? '';
  if (path.startsWith(paths.operator)) return paths.operatorSignOut;
  return path.startsWith(paths.developers) ? paths.developerSignOut : paths.customerSignOut;
}

/** The utility's name and logo, the navigation, who is signed in, and the other languages of this same page. */
export function Header({ view, nav }: { view: View; nav: readonly NavItem[] }): VNode {
  const { page, t } = view;
  const { name, tagline } = page.utility;
  return (
    <header class="site">
      <div class="brand">
        <UtilityMark utility={page.utility} />
        <span class="brand-name">
          <strong>{name}</strong>
          {tagline === undefined ? null : <span>{tagline}</span>}
        </span>
      </div>
      {nav.length === 0 ? null : (
        <nav aria-label={t.shell.mainNavigation}>
          <ul>
            {nav.map((item) => (
              <li>
                <a href={item.href} aria-current={item.current ? 'page' : undefined}>
                  {item.label}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      )}
      <div class="header-end">
        {page.account === undefined ? null : (
          <Account view={view} name={page.account.name} action={signOutPath(view)} />
        )}
        <Languages view={view} />
      </div>
    </header>
  );
}
