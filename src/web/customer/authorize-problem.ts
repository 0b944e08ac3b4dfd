import type { FastifyReply, FastifyRequest } from 'fastify';
import type { OauthPages } from '../../http/oauth/oauth-pages.ts';
import { renderAuthorizeError } from '../problems.tsx';
import { pageHeaders } from '../serving/answer.ts';
import { neutralPage } from '../serving/problem-page.ts';
import { pageOf, visitOf } from '../serving/visit.ts';
import type { WebContext } from '../serving/web-context.ts';

/** The pages that the authorization endpoint shows itself, in the reader's language and the utility's colours. */
export function oauthPages(context: WebContext): OauthPages {
  return {
    authorizeProblem: async (request: FastifyRequest, reply: FastifyReply, problem) => {
      reply.headers(pageHeaders('customer'));
      const visit = await visitOf(context, request, reply, 'customer');
      const page = visit === undefined ? neutralPage(context, request) : pageOf(visit);
      const { code, description, thirdPartyName } = problem;
      return renderAuthorizeError(page, {
        code,
        description,
        ...(thirdPartyName === undefined ? {} : { thirdPartyName }),
      });
    },
  };
}
