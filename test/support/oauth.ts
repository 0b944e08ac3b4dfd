import type { DataKind } from '../../src/espi/function-blocks.ts';
import { sha256 } from '../../src/platform/hash.ts';
import { askedTerms } from '../../src/services/authorization/authorize/asked-terms.ts';
import { decideAuthorization } from '../../src/services/authorization/authorize/decide-authorization.ts';
import { findAuthorizationRequest } from '../../src/services/authorization/authorize/find-authorization-request.ts';
import type { ConsentChoices } from '../../src/services/authorization/authorize/granted-terms.ts';
import type { TokenAnswer } from '../../src/services/authorization/token/token-answer.ts';
import type { Database } from '../../src/storage/database.ts';
import { type House, publicUrl, type TestAnswer, testAnswer } from './house.ts';

/** A third party of the test house, as the authorization server knows it. */
export interface OauthThirdParty {
  readonly id: number;
  readonly uid: string;
  readonly bulkUid: string;
  readonly clientId: string;
  readonly secret: string;
  readonly redirectUri: string;
}

export const redirectUri = 'https://app.example/callback';

/** The scope that the third parties of the battery are registered with. */
export const registeredScope = 'FB=1_3_4_5_13_15_16_35_37_39_51_53_54;HistoryLength=63072000';

/** Gives a seeded third party what the authorization server needs of it. */
export async function oauthThirdParty(
  db: Database,
  input: {
    readonly uid?: string;
    readonly state?: string;
    readonly requirePkce?: boolean;
    readonly compat?: boolean;
    readonly secret: string;
    readonly scopes?: readonly string[];
    readonly redirectUris?: readonly string[];
  },
): Promise<OauthThirdParty> {
  const uid = input.uid ?? 'clientone';
  const [row] = await db.query<{ id: number; clientId: string; bulkUid: string }>(
    `update client set state = $2, require_pkce = $3, compat_token_query = $4, scopes = $5::text[],
       client_secret_hash = $6 where uid = $1 returning id, client_id as "clientId", bulk_uid as "bulkUid"`,
    [
      uid,
      input.state ?? 'live',
      input.requirePkce ?? false,
      input.compat ?? false,
      input.scopes ?? [registeredScope],
      sha256(input.secret),
    ],
  );
  if (row === undefined) throw new Error(`There is no third party ${uid}`);
  await db.query('delete from redirect_uri where client_id = $1', [row.id]);
  for (const uri of input.redirectUris ?? [redirectUri])
    await db.query(`insert into redirect_uri (client_id, uri, state, since) values ($1, $2, 'approved', 0)`, [
      row.id,
      uri,
    ]);
  return { ...row, uid, secret: input.secret, redirectUri };
}

/** An answer at the authorization endpoint, with the cookie that came along. */
export interface AuthorizeAnswer {
  readonly status: number;
  readonly location: string | undefined;
  readonly cookie: string | undefined;
  readonly text: string;
}

/** Asks the authorization endpoint as a browser does. */
export async function authorize(
  house: House,
  parameters: Record<string, string | undefined>,
  path = '/DataCustodian/oauth/authorize',
): Promise<AuthorizeAnswer> {
  const query = new URLSearchParams(
    Object.entries(parameters).filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
  const answer = await house.fetchRoot(`${path}?${query}`);
  return {
    status: answer.status,
    location: answer.headers.location,
    cookie: /=([\w-]{43})/.exec(String(answer.headers['set-cookie'] ?? ''))?.[1],
    text: answer.text,
  };
}

/** The key of a seeded customer: `ada`, `bob`. */
export async function customerId(db: Database, name: string): Promise<number> {
  const [row] = await db.query<{ id: number }>(
    `select id from customer_resource where noun = 'Customer' and uid = $1`,
    [`customer${name}`],
  );
  if (row === undefined) throw new Error(`There is no customer ${name}`);
  return row.id;
}

/** What a customer decides; absent members are what was asked. */
export interface Decision {
  readonly decline?: boolean;
  readonly customer?: string;
  readonly test?: boolean;
  readonly meters?: readonly string[];
  readonly dataKinds?: readonly DataKind[];
  readonly history?: ConsentChoices['history'];
  readonly duration?: ConsentChoices['duration'];
  /** Another browser's session. */
  readonly sessionHash?: string;
}

/** Decides a request as the consent page does; gives where the browser goes. */
export async function decide(
  house: House,
  arrived: AuthorizeAnswer,
  decision: Decision = {},
): Promise<{ readonly location?: string; readonly authorizationUid?: string }> {
  const context = { db: house.db, clock: house.clock };
  const id = /\/oauth\/authorize\/([\w-]{43})/.exec(arrived.location ?? '')?.[1] ?? '';
  const sessionHash = decision.sessionHash ?? sha256(arrived.cookie ?? '');
  const request = await findAuthorizationRequest(context, { id, sessionHash });
  if (request === undefined) throw new Error('The request is not there');
  const common = {
    request,
    customer: { id: await customerId(house.db, decision.customer ?? 'ada'), test: decision.test ?? false },
    evidence: {
      textVersion: '1',
      language: 'en',
      identifiedBy: 'password',
      ipAddress: '192.0.2.1',
      userAgent: 'test',
    },
  };
  if (decision.decline === true)
    return await decideAuthorization(context, { ...common, decision: 'decline' });
  const asked = askedTerms(request.scope, {
    now: house.clock.now(),
    timeZone: request.client.utility.timeZone,
  });
  return await decideAuthorization(context, {
    ...common,
    decision: 'share',
    meters: decision.meters ?? ['meterhomeelectric', 'meterhomegas'],
    choices: {
      dataKinds: decision.dataKinds === undefined ? asked.dataKinds : new Set(decision.dataKinds),
      history: decision.history ?? asked.history,
      duration: decision.duration ?? asked.duration,
    },
  });
}

/** How a token request is sent. */
export interface TokenPost {
  readonly client?: Pick<OauthThirdParty, 'clientId' | 'secret'>;
  readonly authorization?: string;
  readonly form?: Record<string, string>;
  readonly body?: string | Buffer;
  readonly contentType?: string | null;
  readonly query?: string;
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
}

export const basic = ({ clientId, secret }: Pick<OauthThirdParty, 'clientId' | 'secret'>): string =>
  `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}`;

/** An answer of the token endpoint. */
export interface TokenPostAnswer extends Omit<TestAnswer, 'json'> {
  readonly json: () => TokenAnswer & { readonly error?: string; readonly error_description?: string };
}

/** Posts to the token endpoint, or to its neighbours. */
export async function post(house: House, input: TokenPost): Promise<TokenPostAnswer> {
  const path = input.path ?? '/DataCustodian/oauth/token';
  const authorization = input.authorization ?? (input.client && basic(input.client));
  const payload = input.body ?? (input.form && new URLSearchParams(input.form).toString());
  const contentType =
    input.contentType === undefined && payload !== undefined
      ? 'application/x-www-form-urlencoded'
      : input.contentType;
  const response = await house.app.inject({
    method: (input.method ?? 'POST') as 'POST',
    url: path + (input.query === undefined ? '' : `?${input.query}`),
    headers: {
      ...(authorization === undefined ? {} : { authorization }),
      ...(contentType === undefined || contentType === null ? {} : { 'content-type': contentType }),
      ...input.headers,
    },
    ...(payload === undefined ? {} : { payload }),
  });
  return { ...testAnswer(response), json: () => response.json() };
}

/** A code, by way of the authorization endpoint and a decision. */
export async function obtainCode(
  house: House,
  client: OauthThirdParty,
  { decision = {}, ...parameters }: { decision?: Decision } & Record<string, unknown> = {},
): Promise<{ readonly code: string; readonly authorizationUid: string; readonly location: URL }> {
  const arrived = await authorize(house, {
    response_type: 'code',
    client_id: client.clientId,
    redirect_uri: client.redirectUri,
    scope: 'FB=4_16_51',
    state: 's1',
    ...(parameters as Record<string, string | undefined>),
  });
  const { location = '', authorizationUid = '' } = await decide(house, arrived, decision);
  const url = new URL(location);
  return { code: url.searchParams.get('code') ?? '', authorizationUid, location: url };
}

/** Tokens, by way of a code. */
export async function obtainTokens(
  house: House,
  client: OauthThirdParty,
  options: Parameters<typeof obtainCode>[2] = {},
): Promise<TokenAnswer & { readonly refresh_token: string; readonly uid: string }> {
  const { code, authorizationUid } = await obtainCode(house, client, options);
  const answer = await post(house, {
    client,
    form: { grant_type: 'authorization_code', code, redirect_uri: client.redirectUri },
  });
  if (answer.status !== 200) throw new Error(answer.text);
  const body = answer.json();
  return { ...body, refresh_token: body.refresh_token ?? '', uid: authorizationUid };
}

/** Refreshes. */
export const refresh = (
  house: House,
  client: OauthThirdParty,
  token: string,
  more: Record<string, string> = {},
): Promise<TokenPostAnswer> =>
  post(house, { client, form: { grant_type: 'refresh_token', refresh_token: token, ...more } });

/** The status of a GET of the batch of an authorization. */
export async function batchStatus(house: House, uid: string, token: string): Promise<number> {
  return (await house.fetch(`/Batch/Subscription/${uid}?max-results=1`, { token })).status;
}

export const issuer = `${publicUrl}/DataCustodian`;
