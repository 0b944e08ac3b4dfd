import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type House, openHouse } from '../../support/house.ts';
import {
  basic,
  type OauthThirdParty,
  oauthThirdParty,
  obtainCode,
  redirectUri,
} from '../../support/oauth.ts';
import {
  type ReferenceClient,
  type ReferenceServer,
  startReferenceServer,
} from '../../support/reference-server.ts';

/**
 * The same request to our authorization server and to one that somebody else wrote: what the RFCs decide must come out
 * the same. Where we differ on purpose, the case says so and why.
 */
let house: House;
let reference: ReferenceServer;
let ours: Server;
let theirs: Server;

interface Answer {
  readonly status: number;
  readonly error: string | undefined;
  readonly json: Readonly<Record<string, unknown>>;
}

/** A server under comparison. */
interface Server {
  readonly client: ReferenceClient;
  readonly other: ReferenceClient;
  /** The scope that is granted, and one that is wider. */
  readonly scope: string;
  readonly wider: string;
  /** One that is known, and not registered. */
  readonly unregistered: string;
  readonly code: (challenge?: string) => Promise<string>;
  readonly post: (endpoint: 'token' | 'revoke' | 'introspect', sent: Sent) => Promise<Answer>;
  readonly authorize: (query: string) => Promise<Answer>;
}

interface Sent {
  readonly as?: ReferenceClient | undefined;
  readonly body: string | Record<string, string>;
  readonly authorization?: string;
}

const textOf = (body: Sent['body']): string =>
  typeof body === 'string' ? body : new URLSearchParams(body).toString();
const answerOf = (status: number, text: string): Answer => {
  const json = text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {};
  return { status, json, error: json.error as string | undefined };
};
const headersOf = ({ as, authorization }: Sent): Record<string, string> => ({
  'content-type': 'application/x-www-form-urlencoded',
  ...(authorization === undefined
    ? as === undefined
      ? {}
      : { authorization: basic(as) }
    : { authorization }),
});
/** What an authorization request came to: the error that went back, or that there was a page. */
const authorizeAnswer = (status: number, location: string | undefined): Answer => {
  if (location === undefined || !location.startsWith(redirectUri))
    return { status: status < 400 ? 302 : status, error: undefined, json: {} };
  const { searchParams } = new URL(location);
  return {
    status: 302,
    error: searchParams.get('error') ?? undefined,
    json: Object.fromEntries(searchParams),
  };
};

function ourServer(client: OauthThirdParty, other: OauthThirdParty): Server {
  return {
    client,
    other,
    scope: 'FB=4_16',
    wider: 'FB=4_15_16_51',
    unregistered: 'FB=17',
    code: async (challenge) =>
      (
        await obtainCode(house, client, {
          scope: 'FB=4_16',
          ...(challenge === undefined ? {} : { code_challenge: challenge, code_challenge_method: 'S256' }),
        })
      ).code,
    post: async (endpoint, sent) => {
      await house.db.query('delete from throttle');
      const answer = await house.app.inject({
        method: 'POST',
        url: `/DataCustodian/oauth/${endpoint}`,
        headers: headersOf(sent),
        payload: textOf(sent.body),
      });
      return answerOf(answer.statusCode, answer.payload);
    },
    authorize: async (query) => {
      const answer = await house.fetchRoot(`/DataCustodian/oauth/authorize?${query}`);
      return authorizeAnswer(answer.status, answer.headers.location);
    },
  };
}

function theirServer({ origin, clients, newCode }: ReferenceServer): Server {
  const paths = { token: '/token', revoke: '/token/revocation', introspect: '/token/introspection' };
  const [client, other] = clients;
  return {
    client,
    other,
    scope: 'read',
    wider: 'read write',
    unregistered: 'write',
    code: (challenge) => newCode(client, challenge),
    post: async (endpoint, sent) => {
      const answer = await fetch(origin + paths[endpoint], {
        method: 'POST',
        headers: headersOf(sent),
        body: textOf(sent.body),
      });
      return answerOf(answer.status, await answer.text());
    },
    authorize: async (query) => {
      const answer = await fetch(`${origin}/auth?${query}`, { redirect: 'manual' });
      return authorizeAnswer(answer.status, answer.headers.get('location') ?? undefined);
    },
  };
}

beforeAll(async () => {
  house = await openHouse();
  reference = await startReferenceServer();
  ours = ourServer(
    await oauthThirdParty(house.db, { secret: 'one' }),
    await oauthThirdParty(house.db, { uid: 'clienttwo', secret: 'two' }),
  );
  theirs = theirServer(reference);
});
afterAll(async () => {
  await house.close();
  await reference.close();
});

const verifier = 'v'.repeat(50);
const challenge = createHash('sha256').update(verifier).digest('base64url');
const exchange = (server: Server, code: string, more: Record<string, string> = {}, as = server.client) =>
  server.post('token', {
    as,
    body: { grant_type: 'authorization_code', code, redirect_uri: redirectUri, ...more },
  });
const tokensOf = async (server: Server): Promise<{ access: string; refresh: string }> => {
  const { json } = await exchange(server, await server.code());
  return { access: String(json.access_token), refresh: String(json.refresh_token) };
};
const refreshed = (server: Server, token: string, more: Record<string, string> = {}, as = server.client) =>
  server.post('token', { as, body: { grant_type: 'refresh_token', refresh_token: token, ...more } });
const asked = (server: Server, change: Record<string, string>): Promise<Answer> => {
  const query = {
    response_type: 'code',
    client_id: server.client.clientId,
    redirect_uri: redirectUri,
    scope: server.scope,
  };
  const given = Object.entries({ ...query, ...change }).filter(([, value]) => value !== '');
  return server.authorize(new URLSearchParams(given).toString());
};

type Case = [
  name: string,
  act: (server: Server) => Promise<Answer>,
  /** What we answer where we differ, what they answer, and why. */
  deviation?: {
    readonly ours: readonly [number, string?];
    readonly theirs: readonly [number, string?];
    readonly why: string;
  },
];

const cases: Case[] = [
  ['a good code', async (s) => await exchange(s, await s.code())],
  [
    'a good code with PKCE',
    async (s) => await exchange(s, await s.code(challenge), { code_verifier: verifier }),
  ],
  [
    'a used code',
    async (s) => {
      const code = await s.code();
      await exchange(s, code);
      return await exchange(s, code);
    },
  ],
  [
    'the tokens of a code that is used again are dead',
    async (s) => {
      const code = await s.code();
      const { json } = await exchange(s, code);
      await exchange(s, code);
      return await refreshed(s, String(json.refresh_token));
    },
  ],
  ['an unknown code', async (s) => await exchange(s, 'unknown')],
  ["another's code", async (s) => await exchange(s, await s.code(), {}, s.other)],
  [
    'another redirect_uri',
    async (s) => await exchange(s, await s.code(), { redirect_uri: 'https://x.example/' }),
  ],
  [
    'a verifier without a challenge',
    async (s) => await exchange(s, await s.code(), { code_verifier: verifier }),
  ],
  ['no verifier for a challenge', async (s) => await exchange(s, await s.code(challenge))],
  [
    'a wrong verifier',
    async (s) => await exchange(s, await s.code(challenge), { code_verifier: 'w'.repeat(50) }),
  ],
  [
    'no code',
    async (s) =>
      await s.post('token', {
        as: s.client,
        body: { grant_type: 'authorization_code', redirect_uri: redirectUri },
      }),
  ],
  [
    'no redirect_uri',
    async (s) => await exchange(s, await s.code(), { redirect_uri: '' }),
    {
      ours: [400, 'invalid_grant'],
      theirs: [400, 'invalid_request'],
      why: 'it was not asked for in every authorization request, so that its absence is a matter of the code',
    },
  ],
  ['no grant_type', async (s) => await s.post('token', { as: s.client, body: { code: 'x' } })],
  [
    'an unknown grant_type',
    async (s) => await s.post('token', { as: s.client, body: { grant_type: 'password' } }),
  ],
  [
    'a repeated parameter',
    async (s) =>
      await s.post('token', {
        as: s.client,
        body: 'grant_type=client_credentials&grant_type=client_credentials',
      }),
  ],
  [
    'a wrong secret',
    async (s) =>
      await s.post('token', {
        as: { ...s.client, secret: 'wrong' },
        body: { grant_type: 'client_credentials' },
      }),
  ],
  [
    'an unknown client',
    async (s) =>
      await s.post('token', {
        as: { clientId: 'nobody', secret: 'x' },
        body: { grant_type: 'client_credentials' },
      }),
  ],
  [
    'no client at all',
    async (s) => await s.post('token', { body: { grant_type: 'client_credentials' } }),
    {
      ours: [401, 'invalid_client'],
      theirs: [400, 'invalid_request'],
      why: 'the certification suite wants 401 (OAD003)',
    },
  ],
  [
    'credentials both ways',
    async (s) =>
      await s.post('token', {
        as: s.client,
        body: {
          grant_type: 'client_credentials',
          client_id: s.client.clientId,
          client_secret: s.client.secret,
        },
      }),
  ],
  ['a good refresh', async (s) => await refreshed(s, (await tokensOf(s)).refresh)],
  [
    'a refresh with the granted scope',
    async (s) => await refreshed(s, (await tokensOf(s)).refresh, { scope: s.scope }),
  ],
  [
    'a refresh with a wider scope',
    async (s) => await refreshed(s, (await tokensOf(s)).refresh, { scope: s.wider }),
  ],
  ['an unknown refresh token', async (s) => await refreshed(s, 'unknown')],
  ["another's refresh token", async (s) => await refreshed(s, (await tokensOf(s)).refresh, {}, s.other)],
  [
    'no refresh token',
    async (s) => await s.post('token', { as: s.client, body: { grant_type: 'refresh_token' } }),
  ],
  ['an access token as refresh token', async (s) => await refreshed(s, (await tokensOf(s)).access)],
  [
    'a revoked refresh token',
    async (s) => {
      const { refresh } = await tokensOf(s);
      await s.post('revoke', { as: s.client, body: { token: refresh } });
      return await refreshed(s, refresh);
    },
  ],
  [
    'a refresh token that was used just now',
    async (s) => {
      const { refresh } = await tokensOf(s);
      await refreshed(s, refresh);
      return await refreshed(s, refresh);
    },
    {
      ours: [200],
      theirs: [400, 'invalid_grant'],
      why: 'within 30 seconds it works again, for clients that lost the answer',
    },
  ],
  [
    'a refresh token that was used some time ago',
    async (s) => {
      const { refresh } = await tokensOf(s);
      await refreshed(s, refresh);
      house.clock.advance(31_000);
      return await refreshed(s, refresh);
    },
  ],
  [
    'client_credentials',
    async (s) => await s.post('token', { as: s.client, body: { grant_type: 'client_credentials' } }),
  ],
  [
    'client_credentials with the secret in the body',
    async (s) =>
      await s.post('token', {
        body: {
          grant_type: 'client_credentials',
          client_id: s.client.clientId,
          client_secret: s.client.secret,
        },
      }),
  ],
  [
    'client_credentials with a scope that is not registered',
    async (s) =>
      await s.post('token', {
        as: s.client,
        body: { grant_type: 'client_credentials', scope: s.unregistered },
      }),
  ],
  [
    'client_credentials with a scope that is none',
    async (s) =>
      await s.post('token', { as: s.client, body: { grant_type: 'client_credentials', scope: 'nothing' } }),
    {
      ours: [400, 'invalid_scope'],
      theirs: [200],
      why: 'they ignore what they do not know; the certification suite wants 400 (OAD014)',
    },
  ],
  [
    'revoking an access token',
    async (s) => await s.post('revoke', { as: s.client, body: { token: (await tokensOf(s)).access } }),
  ],
  ['revoking nothing', async (s) => await s.post('revoke', { as: s.client, body: { token: 'unknown' } })],
  ['revoking without a token', async (s) => await s.post('revoke', { as: s.client, body: {} })],
  [
    'revoking without credentials that are good',
    async (s) => await s.post('revoke', { as: { ...s.client, secret: 'x' }, body: { token: 'x' } }),
  ],
  ['introspecting without a token', async (s) => await s.post('introspect', { as: s.client, body: {} })],
  ['authorize: no response_type', async (s) => await asked(s, { response_type: '' })],
  ['authorize: a response_type that is none', async (s) => await asked(s, { response_type: 'bad' })],
  [
    'authorize: PKCE by plain',
    async (s) => await asked(s, { code_challenge: challenge, code_challenge_method: 'plain' }),
  ],
  ['authorize: PKCE without a method', async (s) => await asked(s, { code_challenge: challenge })],
  [
    'authorize: a challenge that is none',
    async (s) => await asked(s, { code_challenge: 'x', code_challenge_method: 'S256' }),
  ],
  [
    'authorize: no client_id',
    async (s) => await asked(s, { client_id: '' }),
    {
      ours: [401],
      theirs: [400],
      why: 'the certification suite wants 401 (OAD001)',
    },
  ],
  [
    'authorize: an unknown client',
    async (s) => await asked(s, { client_id: 'nobody' }),
    {
      ours: [401],
      theirs: [400],
      why: 'the certification suite wants 401 (OAD001)',
    },
  ],
  [
    'authorize: a redirect_uri that is not registered',
    async (s) => await asked(s, { redirect_uri: 'https://x.example/' }),
    {
      ours: [403],
      theirs: [400],
      why: 'the certification suite wants 401 or 403 (OAD001)',
    },
  ],
  ['authorize: everything in order', async (s) => await asked(s, {})],
];

const seen = ({ status, error }: Answer): readonly [number, string?] =>
  error === undefined ? [status] : [status, error];

describe('compared with oidc-provider', () => {
  it.each(cases.map(([name, act, deviation]) => ({ name, act, deviation })))(
    '$name',
    async ({ act, deviation }) => {
      const [mine, other] = [seen(await act(ours)), seen(await act(theirs))];
      if (deviation === undefined) expect(mine).toEqual(other);
      else expect({ ours: mine, theirs: other, why: deviation.why }).toEqual(deviation);
    },
  );

  it("introspection of an own token, of an unknown one and of another's", async () => {
    for (const server of [ours, theirs]) {
      const { access } = await tokensOf(server);
      const ask = async (token: string, as = server.client) =>
        (await server.post('introspect', { as, body: { token } })).json.active;
      expect([await ask(access), await ask('unknown'), await ask(access, server.other)]).toEqual([
        true,
        false,
        false,
      ]);
    }
  });

  it('members of a token answer that the RFC names', async () => {
    const named = ['access_token', 'token_type', 'expires_in', 'scope', 'refresh_token'];
    for (const server of [ours, theirs]) {
      const { json } = await exchange(server, await server.code());
      expect(named.filter((name) => !(name in json))).toEqual([]);
      const own = await server.post('token', {
        as: server.client,
        body: { grant_type: 'client_credentials', scope: server.scope },
      });
      expect(named.filter((name) => !(name in own.json))).toEqual(['refresh_token']);
    }
  });

  it('both say who answers', async () => {
    for (const server of [ours, theirs])
      expect((await asked(server, { response_type: 'bad' })).json.iss).toMatch(/^http/);
  });
});
