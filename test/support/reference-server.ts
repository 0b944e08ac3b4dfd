import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';
import { redirectUri } from './oauth.ts';

/** An authorization server that somebody else wrote, with two clients. */
export interface ReferenceServer {
  readonly origin: string;
  readonly clients: readonly [ReferenceClient, ReferenceClient];
  /** A code that its customer has just granted. */
  readonly newCode: (client: ReferenceClient, challenge?: string) => Promise<string>;
  readonly close: () => Promise<void>;
}

export interface ReferenceClient {
  readonly clientId: string;
  readonly secret: string;
}

/** What a client may have; `write` is known, and no client's. */
const scope = 'openid offline_access read';

/** Starts the reference server on a port of its own. */
export async function startReferenceServer(): Promise<ReferenceServer> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const clients = [
    { clientId: 'first', secret: 'first-secret-of-the-reference-server' },
    { clientId: 'second', secret: 'second-secret-of-the-reference-server' },
  ] as const;
  const provider = new Provider(origin, {
    clients: clients.map(({ clientId, secret }) => ({
      client_id: clientId,
      client_secret: secret,
      redirect_uris: [redirectUri],
      grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
      response_types: ['code'],
      scope,
    })),
    scopes: [...scope.split(' '), 'write'],
    allowOmittingSingleRegisteredRedirectUri: false,
    features: {
      clientCredentials: { enabled: true },
      introspection: {
        enabled: true,
        allowedPolicy: (_: unknown, client: { clientId: string }, token: { clientId: string }) =>
          client.clientId === token.clientId,
      },
      revocation: { enabled: true },
      devInteractions: { enabled: false },
    },
    pkce: { required: () => false },
    rotateRefreshToken: true,
    issueRefreshToken: () => true,
    cookies: { keys: ['reference'] },
    findAccount: (_: unknown, id: string) => ({ accountId: id, claims: () => ({ sub: id }) }),
  });
  const handle = provider.callback();
  server.on('request', (request, response) => handle(request, response));
  return {
    origin,
    clients,
    newCode: async ({ clientId }, challenge) => {
      const grant = new provider.Grant({ accountId: 'ada', clientId });
      grant.addOIDCScope('openid offline_access read');
      const grantId = await grant.save();
      const code = new provider.AuthorizationCode({
        accountId: 'ada',
        client: await provider.Client.find(clientId),
        clientId,
        grantId,
        redirectUri,
        scope: 'openid offline_access read',
        ...(challenge === undefined ? {} : { codeChallenge: challenge, codeChallengeMethod: 'S256' }),
      });
      return await code.save();
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
