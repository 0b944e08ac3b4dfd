import { queryOf, type Visit } from './visit.ts';

/**
 * Where to go after the sign-in: the page that asked for it, or `home`. Only ever a page of this server.
 *
 * @param within the pages that may be gone to: below this path. Default: the folder of `home`.
 */
export function nextPage(
  { request }: Pick<Visit, 'request'>,
  home: string,
  within: string = home.replace(/\/[^/]*$/, ''),
): string {
  const next = queryOf(request.url).get('next') ?? '';
  const [path = ''] = next.split('?');
  const allowed = path === within || path.startsWith(`${within}/`);
  return allowed && /^\/(?![/\\])[\w\-/.~%?=&]*$/.test(next) && !next.includes('..') ? next : home;
}

/** The same address with where to go after the sign-in. */
export function keepNext({ request }: Pick<Visit, 'request'>, action: string): string {
  const next = queryOf(request.url).get('next');
  return next === null ? action : `${action}?next=${encodeURIComponent(next)}`;
}
