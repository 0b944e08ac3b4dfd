import type { NavItem } from '../components/header.tsx';
import type { View } from '../page.ts';

/** The navigation of the developers' part. "My apps" shows when somebody is signed in. */
export function developerNavigation({ t, paths, page }: View): NavItem[] {
  const path = page.url.split('?')[0] ?? '';
  const words = t.developers.navigation;
  const docs = { href: paths.developers, label: words.docs, current: path === paths.developers };
  if (page.account === undefined) return [docs];
  return [
    docs,
    { href: paths.registrations, label: words.registrations, current: path === paths.registrations },
  ];
}
