import type { FastifyReply, FastifyRequest } from 'fastify';
import { toAppError } from '../../http/app-error.ts';
import { errorStatus } from '../../http/error-status.ts';
import type { SessionPlace } from '../../http/session.ts';
import type { AppError } from '../../platform/errors.ts';
import { chooseLocale } from '../locale.ts';
import type { Page } from '../page.ts';
import { pathsBelow } from '../paths.ts';
import {
  renderBroken,
  renderBusy,
  renderConflict,
  renderFormRefused,
  renderNotAllowed,
  renderNotFound,
} from '../problems.tsx';
import { baseStylesheet } from '../stylesheet.ts';
import { pageHeaders } from './answer.ts';
import { neutralFace } from './utility-face.ts';
import { baseOf, languageCookie, pageOf, visitOf } from './visit.ts';
import type { WebContext } from './web-context.ts';

/** A page for when the utility is not known. */
export function neutralPage(context: WebContext, request: FastifyRequest): Page {
  const base = baseOf(undefined);
  return {
    locale: chooseLocale({
      chosen: request.cookies[languageCookie],
      acceptLanguage: request.headers['accept-language'],
    }),
    utility: neutralFace,
    base,
    url: request.url.split('?')[0] ?? base,
    csrf: '',
    stylesheets: [pathsBelow(base).stylesheet('style', baseStylesheet.hash)],
    now: context.clock.now(),
  };
}

/** The area of a path: decides the headers of its problems. */
const areaOf = (request: FastifyRequest): SessionPlace['area'] =>
  /\/developers(\/|$|\?)/.test(request.url)
    ? 'developers'
    : /\/operator(\/|$|\?)/.test(request.url)
      ? 'operator'
      : 'customer';

/** Until when a throttled reader waits. */
const untilOf = ({ retryAfterSeconds = 60 }: AppError, now: number): number => now + retryAfterSeconds * 1000;

function problemOf(page: Page, error: AppError, reference: string): string {
  switch (error.code) {
    case 'not_found':
    case 'method_not_allowed':
      return renderNotFound(page);
    case 'not_allowed':
      return renderNotAllowed(page);
    case 'conflict':
      return renderConflict(page);
    case 'too_many_requests':
    case 'rate_limited':
      return renderBusy(page, { until: untilOf(error, page.now) });
    case 'form_refused':
    case 'invalid_param':
    case 'payload_too_large':
      return renderFormRefused(page);
    default:
      return renderBroken(page, { reference });
  }
}

/** Turns whatever was thrown on the way to a page into a page: the words are the reader's, the cause is in the log. */
export function problemRenderer(context: WebContext) {
  return async (thrown: unknown, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const error = toAppError(thrown);
    const status = errorStatus[error.code];
    const isBusy = error.code === 'overloaded' || error.code === 'rate_limited';
    if (status >= 500 && !isBusy)
      context.log.error({ requestId: request.id, err: thrown, detail: error.detail }, 'request failed');
    const area = areaOf(request);
    // Who is sent away because there is too much to do is not looked up first.
    const visit = isBusy ? undefined : await visitOf(context, request, reply, area).catch(() => undefined);
    const page = visit === undefined ? neutralPage(context, request) : pageOf(visit);
    if (status === 429 || error.retryAfterSeconds !== undefined)
      reply.header('retry-after', String(error.retryAfterSeconds ?? 60));
    return await reply
      .code(status)
      .headers(pageHeaders(area))
      .type('text/html; charset=utf-8')
      .send(problemOf(page, error, request.id));
  };
}
