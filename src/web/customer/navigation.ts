import type { NavItem } from '../components/header.tsx';
import type { View } from '../page.ts';

/** The navigation of a customer who is signed in. */
export function customerNavigation({ t, paths, page }: View): NavItem[] {
  const path = page.url.split('?')[0];
  return [{ href: paths.sharing, label: t.sharing.title, current: path === paths.sharing }];
}
