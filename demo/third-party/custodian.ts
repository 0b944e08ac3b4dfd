import * as oauth from 'oauth4webapi';
import { tracingFetch } from './exchange.ts';
import { readReadings } from './feed.ts';
import type { Settings } from './settings.ts';
import type { Grant, Step, Visit } from './visit.ts';

/** What the demonstration asks for: readings, bills, account details, notifications, two years of history. */
export const defaultScope = 'FB=1_3_4_5_8_13_15_16_31_37_39_51_53_54_56_57_58_60;HistoryLength=63072000';

/** A demonstration on one machine speaks plain HTTP; oauth4webapi wants that said out loud. */
const allowHttp = (url: string) => ({ [oauth.allowInsecureRequests]: url.startsWith('http:') });

function options(settings: Settings, visit: Visit, step: Step) {
  return {
    ...allowHttp(settings.issuer),
    [oauth.customFetch]: tracingFetch((exchange) => visit.exchanges.set(step, exchange)),
  };
}

async function discover({ issuer }: Settings): Promise<oauth.AuthorizationServer> {
  const url = new URL(issuer);
  const response = await oauth.discoveryRequest(url, { algorithm: 'oauth2', ...allowHttp(issuer) });
  return await oauth.processDiscoveryResponse(url, response);
}

const clientOf = (visit: Visit): oauth.Client => ({ client_id: visit.credentials.clientId });
const authentication = (visit: Visit) => oauth.ClientSecretBasic(visit.credentials.clientSecret);

function text(answer: oauth.TokenEndpointResponse, name: string): string {
  const value = answer[name];
  return typeof value === 'string' ? value : '';
}

const grantOf = (answer: oauth.TokenEndpointResponse, before?: Grant): Grant => ({
  accessToken: answer.access_token,
  refreshToken: answer.refresh_token ?? before?.refreshToken ?? '',
  scope: answer.scope ?? before?.scope ?? '',
  resourceUri: text(answer, 'resourceURI'),
  authorizationUri: text(answer, 'authorizationURI'),
  customerResourceUri: text(answer, 'customerResourceURI'),
  expiresAt: Date.now() + (answer.expires_in ?? 3600) * 1000,
});

/** Where this program is called back. */
export const redirectUri = ({ publicUrl }: Settings): string => `${publicUrl}/callback`;

async function bearerGet(
  settings: Settings,
  visit: Visit,
  step: Step,
  url: string,
  token: string,
): Promise<Response> {
  const headers = new Headers({ accept: 'application/atom+xml' });
  return await oauth.protectedResourceRequest(
    token,
    'GET',
    new URL(url),
    headers,
    null,
    options(settings, visit, step),
  );
}

/** Reads what the custodian knows of this application, with the registration_access_token. */
export async function readRegistration(settings: Settings, visit: Visit): Promise<void> {
  const { applicationUri, registrationToken } = visit.credentials;
  const response = await bearerGet(settings, visit, 'register', applicationUri, registrationToken);
  if (!response.ok) throw new Error(`ApplicationInformation answered ${response.status}`);
}

/** Begins an authorization: the address to send the customer's browser to. */
export async function authorizationUrl(settings: Settings, visit: Visit, scope: string): Promise<string> {
  const server = await discover(settings);
  if (server.authorization_endpoint === undefined)
    throw new Error('The metadata name no authorization_endpoint');
  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  visit.pending = { state, verifier };
  const url = new URL(server.authorization_endpoint);
  const parameters = {
    response_type: 'code',
    client_id: visit.credentials.clientId,
    redirect_uri: redirectUri(settings),
    scope,
    state,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

/** Takes the customer's answer and exchanges the code for tokens. */
export async function exchangeCode(settings: Settings, visit: Visit, callback: URL): Promise<void> {
  const { pending } = visit;
  if (pending === undefined)
    throw new Error('No authorization was begun in this browser, or it was answered already');
  delete visit.pending;
  const server = await discover(settings);
  const client = clientOf(visit);
  const parameters = oauth.validateAuthResponse(server, client, callback, pending.state);
  const response = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    authentication(visit),
    parameters,
    redirectUri(settings),
    pending.verifier,
    options(settings, visit, 'token'),
  );
  visit.grant = grantOf(await oauth.processAuthorizationCodeResponse(server, client, response));
  visit.revoked = false;
}

/**
 * Downloads the customer's data of the last days.
 *
 * @returns seconds to wait when the custodian still builds the answer (202).
 */
export async function readBatch(settings: Settings, visit: Visit, days: number): Promise<number | undefined> {
  if (visit.grant === undefined) throw new Error('There is no access token yet');
  const url = new URL(visit.grant.resourceUri);
  const from = new Date(Date.now() - days * 86_400_000);
  url.searchParams.set('published-min', `${from.toISOString().slice(0, 19)}Z`);
  const response = await bearerGet(settings, visit, 'batch', url.href, visit.grant.accessToken);
  if (response.status === 202) return Number(response.headers.get('retry-after') ?? '5');
  if (!response.ok) throw new Error(`The batch answered ${response.status}`);
  visit.feed = readReadings(await response.text());
  return undefined;
}

/** Gets new tokens for the refresh token. */
export async function refresh(settings: Settings, visit: Visit): Promise<void> {
  if (visit.grant === undefined) throw new Error('There is no refresh token yet');
  const server = await discover(settings);
  const client = clientOf(visit);
  const response = await oauth.refreshTokenGrantRequest(
    server,
    client,
    authentication(visit),
    visit.grant.refreshToken,
    options(settings, visit, 'refresh'),
  );
  visit.grant = grantOf(await oauth.processRefreshTokenResponse(server, client, response), visit.grant);
}

/** Ends the authorization, then shows that the token is dead. */
export async function revoke(settings: Settings, visit: Visit): Promise<void> {
  if (visit.grant === undefined) throw new Error('There is nothing to revoke');
  const server = await discover(settings);
  const { refreshToken, accessToken, resourceUri } = visit.grant;
  const response = await oauth.revocationRequest(
    server,
    clientOf(visit),
    authentication(visit),
    refreshToken,
    allowHttp(settings.issuer),
  );
  await oauth.processRevocationResponse(response);
  visit.revoked = true;
  const dead = await bearerGet(settings, visit, 'revoke', resourceUri, accessToken).catch(
    (error: unknown) => {
      if (error instanceof oauth.WWWAuthenticateChallengeError) return error.response;
      throw error;
    },
  );
  if (dead.status !== 401) throw new Error(`After the revocation the batch still answers ${dead.status}`);
}
