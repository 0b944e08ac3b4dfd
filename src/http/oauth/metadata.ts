import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { resourceRoot } from '../../espi/resources.ts';
import { fullScope } from '../../espi/scope.ts';
import { AppError } from '../../platform/errors.ts';
import { issuerOf } from '../../services/authorization/oauth-context.ts';
import { findUtilityOf, listUtilities } from '../../services/registration/find-utility.ts';
import { readOnlyRoute } from '../methods.ts';
import type { OauthHttpContext } from './oauth-http-context.ts';
import { slugOf } from './recognise-client.ts';

const clientAuthentication = ['client_secret_basic', 'client_secret_post'];

/**
 * What an authorization server says of itself.
 *
 * @see RFC 8414 section 2, RFC 9207 section 3
 */
function serverMetadata(context: OauthHttpContext, slug: string | undefined): object {
  const issuer = issuerOf(context, slug);
  return {
    issuer,
    authorization_endpoint: `${issuer}/oauth/authorize`,
    token_endpoint: `${issuer}/oauth/token`,
    revocation_endpoint: `${issuer}/oauth/revoke`,
    introspection_endpoint: `${issuer}/oauth/introspect`,
    scopes_supported: [fullScope],
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials'],
    token_endpoint_auth_methods_supported: clientAuthentication,
    revocation_endpoint_auth_methods_supported: clientAuthentication,
    introspection_endpoint_auth_methods_supported: clientAuthentication,
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
    tls_client_certificate_bound_access_tokens: context.takesCertificates,
    ui_locales_supported: ['en', 'fr'],
    service_documentation: `${context.publicUrl}/docs/errors`,
  };
}

const noUtility = (): AppError => new AppError('not_found', 'There is no such utility here.');

const sendMetadata = (reply: FastifyReply, body: object): FastifyReply =>
  reply
    .header('cache-control', 'public, max-age=3600')
    .header('access-control-allow-origin', '*')
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(body));

/** Mounts the metadata, at the address of RFC 8414 and at the one that appends, where many clients look. */
export function mountMetadata(app: FastifyInstance, context: OauthHttpContext): void {
  const server = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const slug = slugOf(request);
    if ((await findUtilityOf(context, { slug })) === undefined) throw noUtility();
    return sendMetadata(reply, serverMetadata(context, slug));
  };
  for (const path of ['', '/:utility']) {
    readOnlyRoute(app, {
      url: `/.well-known/oauth-authorization-server/DataCustodian${path}`,
      handler: server,
    });
    readOnlyRoute(app, {
      url: `/DataCustodian${path}/.well-known/oauth-authorization-server`,
      handler: server,
    });
  }
  const resource = async (_request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const utilities = await listUtilities(context);
    const slugs = utilities.length === 1 ? [undefined] : utilities.map(({ slug }) => slug);
    return sendMetadata(reply, {
      resource: context.publicUrl + resourceRoot,
      authorization_servers: slugs.map((slug) => issuerOf(context, slug)),
      scopes_supported: [fullScope],
      bearer_methods_supported: ['header'],
      resource_name: 'Green Button Connect My Data',
      resource_documentation: `${context.publicUrl}/docs/errors`,
      tls_client_certificate_bound_access_tokens: context.takesCertificates,
    });
  };
  for (const path of ['', resourceRoot])
    readOnlyRoute(app, { url: `/.well-known/oauth-protected-resource${path}`, handler: resource });
}
