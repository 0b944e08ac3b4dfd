import type { FastifyReply, FastifyRequest } from 'fastify';
import { introspectToken } from '../../services/authorization/introspect-token.ts';
import { issuerOf } from '../../services/authorization/oauth-context.ts';
import { RefusedError } from '../../services/authorization/refusal.ts';
import { revokeClientToken } from '../../services/authorization/revoke-client-token.ts';
import { grantTokens } from '../../services/authorization/token/grant-tokens.ts';
import type { OauthHttpContext } from './oauth-http-context.ts';
import { type RecognisedRequest, recogniseClient } from './recognise-client.ts';

type Endpoint = (
  context: OauthHttpContext,
  recognised: RecognisedRequest,
  request: FastifyRequest,
) => Promise<unknown>;

const noStore = { 'cache-control': 'no-store', pragma: 'no-cache' };

/**
 * A handler for POST of a third party that is recognised first. Other methods are refused by what is wrong with them
 * besides: 401 without good credentials, 400 with them.
 */
export function clientEndpoint(context: OauthHttpContext, endpoint: Endpoint) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const recognised = await recogniseClient(context, request);
    if (request.method !== 'POST')
      throw new RefusedError('invalid_request', 'Send a POST, with the parameters in the body.', {
        refusal: { code: 'parameter_invalid', parameter: 'method' },
      });
    const answer = await endpoint(context, recognised, request);
    reply.headers(noStore);
    if (answer === undefined) return await reply.code(200).header('content-length', '0').send();
    return await reply.type('application/json; charset=utf-8').send(JSON.stringify(answer));
  };
}

/** POST …/oauth/token */
export const tokenEndpoint: Endpoint = async (context, { client, parameters, certificate }) =>
  await grantTokens(context, { client, parameters, certificate });

/** POST …/oauth/revoke: an empty answer, whatever the token was. */
export const revokeEndpoint: Endpoint = async (context, { client, parameters }, request) => {
  await revokeClientToken(context, {
    client,
    token: parameters.require('token'),
    actor: { ipAddress: request.ip, requestId: request.id },
  });
  return undefined;
};

/** POST …/oauth/introspect */
export const introspectEndpoint: Endpoint = async (context, { client, parameters, slug }) =>
  await introspectToken(context, {
    client,
    token: parameters.require('token'),
    issuer: issuerOf(context, slug),
  });
