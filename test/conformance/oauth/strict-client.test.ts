import * as oauth from 'oauth4webapi';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type House, openHouse } from '../../support/house.ts';
import {
  authorize,
  decide,
  issuer,
  type OauthThirdParty,
  oauthThirdParty,
  redirectUri,
} from '../../support/oauth.ts';

/** A client that somebody else wrote, and that takes nothing that the standards do not allow. */
let house: House;
let thirdParty: OauthThirdParty;
let server: oauth.AuthorizationServer;
let client: oauth.Client;
let authentication: oauth.ClientAuth;

/** Hands the requests of the client to the house. */
const customFetch = async (
  url: string,
  init: oauth.CustomFetchOptions<string, BodyInit | undefined>,
): Promise<Response> => {
  const answer = await house.app.inject({
    method: init.method as 'GET',
    url: url.replace('https://dc.example', ''),
    headers: init.headers,
    ...(init.body === undefined ? {} : { payload: String(init.body) }),
  });
  return new Response(answer.statusCode === 204 ? null : answer.payload, {
    status: answer.statusCode,
    headers: answer.headers as Record<string, string>,
  });
};
const options = { [oauth.customFetch]: customFetch } as never;

beforeAll(async () => {
  house = await openHouse();
  house.clock.set(Date.now());
  thirdParty = await oauthThirdParty(house.db, { secret: 'strict-secret', requirePkce: true });
  const url = new URL(issuer);
  const discovered = await oauth.discoveryRequest(url, { algorithm: 'oauth2', ...(options as object) });
  server = await oauth.processDiscoveryResponse(url, discovered);
  client = { client_id: thirdParty.clientId };
  authentication = oauth.ClientSecretBasic(thirdParty.secret);
});
afterAll(async () => await house.close());

async function callback(): Promise<{ parameters: URLSearchParams; verifier: string }> {
  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const arrived = await authorize(house, {
    response_type: 'code',
    client_id: client.client_id,
    redirect_uri: redirectUri,
    scope: 'FB=4_16_51',
    state,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  const { location = '' } = await decide(house, arrived);
  return { parameters: oauth.validateAuthResponse(server, client, new URL(location), state), verifier };
}

async function tokens(): Promise<oauth.TokenEndpointResponse> {
  const { parameters, verifier } = await callback();
  const answer = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    authentication,
    parameters,
    redirectUri,
    verifier,
    options,
  );
  return await oauth.processAuthorizationCodeResponse(server, client, answer);
}

it('discovers, authorizes with PKCE, exchanges, reads, refreshes', async () => {
  const first = await tokens();
  const resource = await oauth.protectedResourceRequest(
    first.access_token,
    'GET',
    new URL(String(first.resourceURI)),
    undefined,
    undefined,
    options,
  );
  expect(resource.status).toBe(200);
  const refreshed = await oauth.refreshTokenGrantRequest(
    server,
    client,
    authentication,
    first.refresh_token ?? '',
    options,
  );
  const second = await oauth.processRefreshTokenResponse(server, client, refreshed);
  expect(second.access_token).not.toBe(first.access_token);
});

it('gets a token for itself, with the secret in the body too', async () => {
  for (const auth of [authentication, oauth.ClientSecretPost(thirdParty.secret)]) {
    const answer = await oauth.clientCredentialsGrantRequest(
      server,
      client,
      auth,
      new URLSearchParams(),
      options,
    );
    const token = await oauth.processClientCredentialsResponse(server, client, answer);
    expect(token.refresh_token).toBeUndefined();
  }
});

it('introspects and revokes', async () => {
  const { access_token: token, refresh_token: refreshToken = '' } = await tokens();
  const ask = async () =>
    await oauth.processIntrospectionResponse(
      server,
      client,
      await oauth.introspectionRequest(server, client, authentication, token, options),
    );
  expect((await ask()).active).toBe(true);
  const revoked = await oauth.revocationRequest(server, client, authentication, refreshToken, options);
  await oauth.processRevocationResponse(revoked);
  expect((await ask()).active).toBe(false);
});

it('understands our refusals', async () => {
  const { parameters } = await callback();
  const answer = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    authentication,
    parameters,
    redirectUri,
    oauth.generateRandomCodeVerifier(),
    options,
  );
  await expect(oauth.processAuthorizationCodeResponse(server, client, answer)).rejects.toMatchObject({
    error: 'invalid_grant',
    status: 400,
  });
  const wrong = await oauth.clientCredentialsGrantRequest(
    server,
    client,
    oauth.ClientSecretBasic('wrong'),
    new URLSearchParams(),
    options,
  );
  await expect(oauth.processClientCredentialsResponse(server, client, wrong)).rejects.toThrow();
});

it('refuses an answer of another authorization server', async () => {
  const { parameters } = await callback();
  const forged = new URL(`${redirectUri}?${parameters}`);
  forged.searchParams.set('iss', 'https://evil.example');
  expect(() => oauth.validateAuthResponse(server, client, forged, oauth.skipStateCheck)).toThrow();
});
