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

/** Where the account in the header signs out, and changes its password: each part of the site has its own session. */
function accountPaths({ page, paths }: View): { readonly signOut: string; readonly password: string } {
  const path = page.url.split('?')[0] ?? '';
  if (path.startsWith(paths.operator))
    return { signOut: paths.operatorSignOut, password: paths.operatorPassword };
  return path.startsWith(paths.developers)
    ? { signOut: paths.developerSignOut, password: paths.developerPassword }
    : { signOut: paths.customerSignOut, password: paths.customerPassword };
}

function Account({ view, name }: { view: View; name: string }): VNode {
  const { page, t } = view;
  const { signOut: action, password } = accountPaths(view);
  return (
    <form class="account" method="post" action={action}>
      <input type="hidden" name="csrf" value={page.csrf} />
      {page.account?.password ? (
        <a href={password} title={t.passwords.title}>
          {name}
        </a>
      ) : (
        <span class="muted">{name}</span>
      )}
      <button type="submit" class="link">
        {t.shell.signOut}
      </button>
    </form>
  );
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
        {page.account === undefined ? null : <Account view={view} name={page.account.name} />}
        <Languages view={view} />
      </div>
    </header>
  );
}
