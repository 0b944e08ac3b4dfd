import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  type AuthorizeOutcome,
  type CheckedRequest,
  checkAuthorizeRequest,
} from '../../services/authorization/authorize/check-authorize-request.ts';
import { startAuthorization } from '../../services/authorization/authorize/start-authorization.ts';
import { noteForLog } from '../request-log.ts';
import { noteRequest } from '../request-notes.ts';
import { ensureSession } from '../session.ts';
import type { OauthHttpContext } from './oauth-http-context.ts';
import { plainProblem } from './plain-problem.ts';
import { slugOf } from './recognise-client.ts';

const queryOf = (request: FastifyRequest): URLSearchParams => {
  const at = request.url.indexOf('?');
  return new URLSearchParams(at < 0 ? '' : request.url.slice(at + 1));
};

async function sendProblem(
  context: OauthHttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
  outcome: Extract<AuthorizeOutcome, { kind: 'page' }>,
): Promise<FastifyReply> {
  const { status, code, description, client } = outcome;
  noteForLog(request, { problem: code, description });
  const problem = { status, code, description, thirdPartyName: client?.name };
  reply.code(status).type('text/html; charset=utf-8');
  if (status === 401) reply.header('www-authenticate', 'Bearer realm="Green Button"');
  const page = context.oauthPages;
  return await reply.send(
    page === undefined ? plainProblem(problem) : await page.authorizeProblem(request, reply, problem),
  );
}

/** The page where the customer goes on: in the language that the third party asked for, when it did. */
async function pageOfRequest(
  context: OauthHttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
  checked: CheckedRequest,
): Promise<string> {
  const { utility, utilities } = checked.client;
  const session = await ensureSession(context, request, reply, { area: 'customer', utility });
  const id = await startAuthorization(context, { request: checked, sessionHash: session.idHash });
  const slug = slugOf(request) ?? (utilities === 1 ? undefined : utility.slug);
  const languages = queryOf(request).get('ui_locales');
  const query = languages === null ? '' : `?${new URLSearchParams({ ui_locales: languages })}`;
  return `/DataCustodian${slug === undefined ? '' : `/${slug}`}/oauth/authorize/${id}${query}`;
}

/** GET …/oauth/authorize: everything is checked before anybody signs in. */
export function authorizeEndpoint(context: OauthHttpContext) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    reply.headers({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
    const outcome = await checkAuthorizeRequest(context, { query: queryOf(request), slug: slugOf(request) });
    const client = outcome.kind === 'checked' ? outcome.request.client : outcome.client;
    if (client !== undefined) {
      noteForLog(request, { client: client.uid });
      noteRequest(request, { owner: { clientId: client.id } });
    }
    if (outcome.kind !== 'checked') noteRequest(request, { refusal: outcome.refusal });
    if (outcome.kind === 'page') return await sendProblem(context, request, reply, outcome);
    const location =
      outcome.kind === 'redirect'
        ? outcome.location
        : await pageOfRequest(context, request, reply, outcome.request);
    return await reply.redirect(location, 302);
  };
}
