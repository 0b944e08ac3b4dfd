import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { readForm } from '../../http/forms.ts';
import { checkForm, ensureSession, readSession, type SessionPlace } from '../../http/session.ts';
import { AppError } from '../../platform/errors.ts';
import { type Paths, pathsBelow } from '../paths.ts';
import { renderSessionExpired } from '../problems.tsx';
import { pageHeaders, sendAnswer, type WebAnswer } from './answer.ts';
import { keepLanguage } from './language.ts';
import { baseOf, type PostedVisit, pageOf, type SignedInVisit, type Visit, visitOf } from './visit.ts';
import type { WebContext } from './web-context.ts';

/** What the pages of one part of the site have in common. */
export interface AreaRules {
  readonly area: SessionPlace['area'];
  /** Where somebody signs in who must. */
  readonly signIn: (paths: Paths) => string;
  /** How the header names who is signed in; undefined when the account is gone. */
  readonly accountName: (
    context: WebContext,
    subjectId: number,
    utilityId: number,
  ) => Promise<string | undefined>;
}

type Handler<V> = (visit: V) => Promise<WebAnswer>;

/**
 * A page. `public` needs no session and opens none; `form` opens one, so that its form can be checked;
 * `signed_in` sends whoever is not to the sign-in. Both forms may find that somebody is signed in.
 */
export type PageRoute =
  | {
      readonly access: 'public' | 'form';
      readonly path: (paths: Paths) => string;
      readonly get?: Handler<Visit>;
      readonly post?: Handler<PostedVisit>;
    }
  | {
      readonly access: 'signed_in';
      readonly path: (paths: Paths) => string;
      readonly get?: Handler<SignedInVisit>;
      readonly post?: Handler<SignedInVisit & PostedVisit>;
    };

async function withSession(rules: AreaRules, route: PageRoute, visit: Visit): Promise<Visit> {
  const { context, request, reply, place } = visit;
  const opens = route.access === 'form' && request.method === 'GET';
  const session = opens
    ? await ensureSession(context, request, reply, place)
    : await readSession(context, request, place);
  if (session === undefined) return visit;
  const name =
    session.subjectId === undefined
      ? undefined
      : await rules.accountName(context, session.subjectId, visit.utility.id);
  return { ...visit, session, ...(name === undefined ? {} : { accountName: name }) };
}

function signedIn(visit: Visit): SignedInVisit | undefined {
  const { session, accountName } = visit;
  if (session?.subjectId === undefined || accountName === undefined) return undefined;
  return { ...visit, session, subjectId: session.subjectId };
}

async function answerGet(rules: AreaRules, route: PageRoute, visit: Visit): Promise<WebAnswer> {
  if (route.access !== 'signed_in') return (await route.get?.(visit)) ?? { html: '', status: 405 };
  const known = signedIn(visit);
  if (known === undefined)
    return { redirect: `${rules.signIn(visit.paths)}?next=${encodeURIComponent(visit.url)}` };
  return (await route.get?.(known)) ?? { html: '', status: 405 };
}

async function answerPost(rules: AreaRules, route: PageRoute, visit: Visit): Promise<WebAnswer> {
  const { context, request, session } = visit;
  const form = await readForm(request);
  if (session === undefined)
    return {
      html: renderSessionExpired(pageOf(visit), { signInUrl: rules.signIn(visit.paths) }),
      status: 403,
    };
  checkForm(context, request, form, session);
  if (route.access !== 'signed_in')
    return (await route.post?.({ ...visit, session, form })) ?? { html: '', status: 405 };
  const known = signedIn(visit);
  if (known === undefined)
    return {
      html: renderSessionExpired(pageOf(visit), { signInUrl: rules.signIn(visit.paths) }),
      status: 403,
    };
  return (await route.post?.({ ...known, form })) ?? { html: '', status: 405 };
}

/** Mounts a page with and without the utility's slug in its path. */
export function mountPage(
  app: FastifyInstance,
  context: WebContext,
  rules: AreaRules,
  route: PageRoute,
): void {
  const allowed = [...(route.get ? ['GET', 'HEAD'] : []), ...(route.post ? ['POST'] : [])];
  const handler = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    reply.headers(pageHeaders(rules.area));
    const arrived = await visitOf(context, request, reply, rules.area);
    if (arrived === undefined) throw new AppError('not_found', 'There is no such utility here.');
    if (!allowed.includes(request.method)) {
      reply.header('allow', allowed.join(', '));
      throw new AppError('method_not_allowed', `This page answers ${allowed.join(', ')}.`);
    }
    const chosen = request.method === 'POST' ? undefined : keepLanguage(context, request, reply);
    if (chosen !== undefined) return sendAnswer(reply, chosen);
    const visit = await withSession(rules, route, arrived);
    const answer =
      request.method === 'POST'
        ? await answerPost(rules, route, visit)
        : await answerGet(rules, route, visit);
    return sendAnswer(reply, answer);
  };
  for (const slug of [undefined, ':utility'])
    app.route({
      method: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
      url: route.path(pathsBelow(baseOf(slug))),
      handler,
    });
}
