import type { VNode } from 'preact';
import type { View } from '../page.ts';

/** Help, phone and the way to complain: the same things in the same order on every page. */
export function Footer({ view: { page, t } }: { view: View }): VNode {
  const { helpUrl, privacyUrl, accessibilityUrl, complaintUrl, phone } = page.utility;
  const links = [
    { href: helpUrl, label: t.shell.help },
    { href: privacyUrl, label: t.shell.privacy },
    { href: accessibilityUrl, label: t.shell.accessibility },
    { href: complaintUrl, label: t.shell.complaint },
  ];
  return (
    <footer class="site">
      <ul>
        {links.map(({ href, label }) =>
          href === undefined || href === '' ? null : (
            <li>
              <a href={href}>{label}</a>
            </li>
          ),
        )}
        {phone === '' ? null : <li>{t.shell.phone(<span class="nowrap">{phone}</span>)}</li>}
      </ul>
    </footer>
  );
}
