import { METHODS } from 'node:http';
import cookie from '@fastify/cookie';
import type { FastifyInstance } from 'fastify';
import { readOnlyRoute } from '../methods.ts';
import { authorizeEndpoint } from './authorize-endpoint.ts';
import { oauthErrorRenderer } from './error-renderer.ts';
import { mountMetadata } from './metadata.ts';
import type { OauthHttpContext } from './oauth-http-context.ts';
import { setContentTypeAside } from './parameters.ts';
import { clientEndpoint, introspectEndpoint, revokeEndpoint, tokenEndpoint } from './token-endpoint.ts';

/** Largest body of a token request. */
const maxBodyBytes = 65_536;

const allMethods = METHODS.filter((method) => method !== 'CONNECT');

/** A part of the server in which a body of any type is read as bytes: 415 is never the answer there. */
async function mountClientEndpoints(app: FastifyInstance, context: OauthHttpContext): Promise<void> {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: maxBodyBytes }, (_request, body, done) =>
    done(null, body),
  );
  app.addHook('onRequest', async (request) => setContentTypeAside(request));
  const endpoints = { token: tokenEndpoint, revoke: revokeEndpoint, introspect: introspectEndpoint };
  for (const [name, endpoint] of Object.entries(endpoints))
    for (const path of ['', '/:utility'])
      app.route({
        method: allMethods,
        url: `/DataCustodian${path}/oauth/${name}`,
        handler: clientEndpoint(context, endpoint),
      });
}

/**
 * Mounts the authorization server: `/DataCustodian/oauth/{authorize,token,revoke,introspect}`, the same with the slug
 * of a utility, and the metadata. The page of a request, `…/oauth/authorize/{id}`, is mounted with the pages.
 */
export async function mountOauth(app: FastifyInstance, context: OauthHttpContext): Promise<void> {
  await app.register(async (scope) => {
    scope.setErrorHandler(oauthErrorRenderer(context));
    await scope.register((inner) => mountClientEndpoints(inner, context));
    mountMetadata(scope, context);
    await scope.register(async (inner) => {
      await inner.register(cookie);
      for (const path of ['', '/:utility'])
        readOnlyRoute(inner, {
          url: `/DataCustodian${path}/oauth/authorize`,
          handler: authorizeEndpoint(context),
        });
    });
  });
}
