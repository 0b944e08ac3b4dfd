import type { FastifyReply, FastifyRequest } from 'fastify';
import type { PostedForm } from '../../http/forms.ts';
import type { SessionPlace } from '../../http/session.ts';
import { findUtilityOf } from '../../services/registration/find-utility.ts';
import type { Session } from '../../services/session/session.ts';
import { brandStylesheet } from '../brand.ts';
import { chooseLocale, type Locale } from '../locale.ts';
import type { Page } from '../page.ts';
import { type Paths, pathsBelow } from '../paths.ts';
import { baseStylesheet } from '../stylesheet.ts';
import { brandingOf } from './branding.ts';
import { utilityFace } from './utility-face.ts';
import type { Utility, WebContext } from './web-context.ts';

/** Name of the cookie that keeps the chosen language. */
export const languageCookie = 'meterhouse_language';

/** One request for a page of a utility, with everything around it looked up. */
export interface Visit {
  readonly context: WebContext;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly utility: Utility;
  readonly locale: Locale;
  /** Prefix of the utility's pages as this request reached them: links stay with it. */
  readonly base: string;
  readonly paths: Paths;
  /** Path and query of the request, without `lang`. */
  readonly url: string;
  readonly place: SessionPlace;
  /** Present where somebody is signed in, or a form needs one. */
  readonly session?: Session;
  /** Who is signed in, as the header names them; `fill` of the area's rules sets it. */
  readonly accountName?: string;
}

/** A visit of somebody who is signed in. */
export interface SignedInVisit extends Visit {
  readonly session: Session;
  readonly subjectId: number;
}

/** A visit with a form that was sent and checked. */
export interface PostedVisit extends Visit {
  readonly session: Session;
  readonly form: PostedForm;
}

/** The query of a request, each parameter once. */
export function queryOf(url: string): URLSearchParams {
  return new URLSearchParams(url.split('?')[1] ?? '');
}

/** A request's path and query without `lang`: the same page, whatever the language. */
export function urlWithoutLanguage(url: string): string {
  const [path = '', query = ''] = url.split('?');
  const parameters = new URLSearchParams(query);
  parameters.delete('lang');
  return parameters.size === 0 ? path : `${path}?${parameters}`;
}

/** The prefix of a utility's pages, with or without its slug. */
export const baseOf = (slug: string | undefined): string =>
  slug === undefined ? '/DataCustodian' : `/DataCustodian/${slug}`;

const slugOf = (request: FastifyRequest): string | undefined =>
  (request.params as { utility?: string } | undefined)?.utility;

/** Looks up what surrounds a request; undefined when there is no such utility. */
export async function visitOf(
  context: WebContext,
  request: FastifyRequest,
  reply: FastifyReply,
  area: SessionPlace['area'],
): Promise<Visit | undefined> {
  const slug = slugOf(request);
  const utility = await findUtilityOf(context, { slug });
  if (utility === undefined) return undefined;
  const base = baseOf(slug);
  return {
    context,
    request,
    reply,
    utility,
    base,
    paths: pathsBelow(base),
    url: urlWithoutLanguage(request.url),
    place: { area, utility },
    locale: chooseLocale({
      chosen: request.cookies[languageCookie],
      uiLocales: queryOf(request.url).get('ui_locales') ?? undefined,
      acceptLanguage: request.headers['accept-language'],
      fallback: brandingOf(utility).language,
    }),
  };
}

/** The stylesheets of a utility's pages. */
function stylesheetsOf(utility: Utility, paths: Paths): string[] {
  return [
    paths.stylesheet('style', baseStylesheet.hash),
    paths.stylesheet('brand', brandStylesheet(brandingOf(utility).accent).hash),
  ];
}

/** Whether somebody is signed in with a password: of customers there are those who only showed who they are. */
const hasPassword = ({ place, session }: Visit): boolean =>
  place.area !== 'customer' || typeof session?.data.accountUid === 'string';

/** What the views get of a visit. */
export function pageOf(visit: Visit): Page {
  const { utility, locale, base, paths, url, session, accountName, context } = visit;
  return {
    locale,
    utility: utilityFace(utility, locale),
    base,
    url,
    csrf: session?.csrf ?? '',
    stylesheets: stylesheetsOf(utility, paths),
    now: context.clock.now(),
    ...(accountName === undefined ? {} : { account: { name: accountName, password: hasPassword(visit) } }),
  };
}
