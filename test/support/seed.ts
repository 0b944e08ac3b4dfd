import { type TokenKind, tokenKinds } from '../../src/espi/resources.ts';
import { createAuthorization } from '../../src/services/authorization/create-authorization.ts';
import { issueToken } from '../../src/services/authorization/issue-token.ts';
import { revokeAuthorization } from '../../src/services/authorization/revoke-authorization.ts';
import { revokeToken } from '../../src/services/authorization/revoke-token.ts';
import { writeBatch } from '../../src/services/ingest/write-batch.ts';
import { createClient } from '../../src/services/registration/create-client.ts';
import { createUtility } from '../../src/services/registration/create-utility.ts';
import type { Database } from '../../src/storage/database.ts';
import { insertInstallation } from '../../src/storage/installation.ts';
import type { UtilitySettings } from '../../src/storage/utilities.ts';
import { type TestClock, testNow } from './clock.ts';
import { firstBatch, secondBatch } from './seed/batches.ts';
import { fixUids } from './seed/fix-uids.ts';
import { at } from './seed/readings.ts';

/** What may differ from the usual utility. */
export interface SeedOptions {
  readonly settings?: Partial<UtilitySettings>;
}

const scopes = {
  full: 'FB=1_3_4_5_8_10_13_15_16_17_31_35_37_39_40_51_53_54_55_56_57_58_59_60_61_62;IntervalDuration=3600;BlockDuration=daily',
  intervals: 'FB=1_3_4_5_13_37_39',
  bills: 'FB=1_3_13_15_16_37_39',
  customer: 'FB=3_13_51_53_54_55_56_57_58_59_60_61_62',
} as const;

/** Authorizations by name: the uid is `auth` and the name. */
const authorizations = {
  full: { client: 'one', customer: 'ada', meters: ['home-electric', 'home-gas'], scope: scopes.full },
  intervals: { client: 'one', customer: 'ada', meters: ['home-electric'], scope: scopes.intervals },
  bills: { client: 'one', customer: 'ada', meters: ['home-electric'], scope: scopes.bills },
  customer: { client: 'one', customer: 'ada', meters: ['home-electric'], scope: scopes.customer },
  ranged: {
    client: 'one',
    customer: 'ada',
    meters: ['home-electric'],
    scope: scopes.full,
    dataStart: at('2026-03-07T00:00'),
    dataEnd: at('2026-03-08T12:00'),
  },
  bob: { client: 'one', customer: 'bob', meters: ['flat-electric'], scope: scopes.full },
  ended: {
    client: 'one',
    customer: 'bob',
    meters: ['flat-electric'],
    scope: scopes.full,
    end: at('2026-03-01T00:00'),
  },
  revoked: { client: 'one', customer: 'bob', meters: ['flat-electric'], scope: scopes.full },
  beta: { client: 'two', customer: 'ada', meters: ['home-electric', 'home-gas'], scope: scopes.full },
  bare: { client: 'two', customer: 'bare', meters: ['bare-0', 'bare-1'], scope: scopes.full },
  nobody: { client: 'two', customer: 'nobody', meters: [], scope: scopes.full },
  none: { client: 'two', customer: undefined, meters: [], scope: scopes.full },
} as const;

type AuthorizationName = keyof typeof authorizations;
type ByKind = Readonly<Record<TokenKind, string>>;

/** Tokens of the seeded third parties, and the secret of the first. */
export type Tokens = Readonly<Record<Exclude<AuthorizationName, 'ended' | 'revoked'>, string>> & {
  readonly registration: string;
  readonly client: string;
  readonly clientTwo: string;
  readonly clientThree: string;
  readonly clientSecret: string;
  /** Tokens that are no longer good, one of each kind. */
  readonly expired: ByKind;
  readonly revoked: ByKind;
};

/** What the seeding works with. */
interface SeedContext {
  readonly db: Database;
  readonly clock: TestClock;
  readonly secretKey: Uint8Array;
}

interface SeededClient {
  readonly id: number;
  readonly clientSecret: string;
}

/** Namespace of the Atom ids of every test house. */
const uuidNamespace = '6f1c3c0e-3d0b-4a5e-9b0a-0c4de1f0a2b3';

/** Whom a token stands for: a third party, and for an access_token an Authorization. */
interface Owner {
  readonly clientId: number;
  readonly id?: number;
}

async function seedClients(
  context: SeedContext,
  utilityId: number,
): Promise<Record<'one' | 'two' | 'three', SeededClient>> {
  const register = async (name: string): Promise<SeededClient> => {
    const client = await createClient(context, { utilityId, name: `Third Party ${name}` });
    await context.db.query('update client set uid = $2, bulk_uid = $3 where id = $1', [
      client.id,
      `client${name}`,
      `bulk${name}`,
    ]);
    return client;
  };
  return { one: await register('one'), two: await register('two'), three: await register('three') };
}

async function seedAuthorizations(
  context: SeedContext,
  utilityId: number,
  clients: Readonly<Record<'one' | 'two', SeededClient>>,
): Promise<Record<AuthorizationName, { readonly id: number; readonly clientId: number }>> {
  const entries: [string, { id: number; clientId: number }][] = [];
  for (const [name, { client, ...grant }] of Object.entries(authorizations)) {
    const clientId = clients[client].id;
    const start = at('2026-02-01T00:00');
    const { id } = await createAuthorization(context, { utilityId, clientId, start, ...grant });
    await context.db.query('update "authorization" set uid = $2 where id = $1', [id, `auth${name}`]);
    entries.push([name, { id, clientId }]);
  }
  return Object.fromEntries(entries) as Record<AuthorizationName, { id: number; clientId: number }>;
}

/** One token of each kind, made by `issue`. */
async function oneOfEach(issue: (kind: TokenKind) => Promise<string>): Promise<ByKind> {
  const entries: [TokenKind, string][] = [];
  for (const kind of tokenKinds) entries.push([kind, await issue(kind)]);
  return Object.fromEntries(entries) as ByKind;
}

/**
 * Fills an empty database with a utility, its meters and customers, three third parties, and authorizations of
 * every sort. What it knows came in with two batches, a day apart; afterwards the clock shows `testNow`.
 */
export async function seedUtility(context: SeedContext, options: SeedOptions = {}): Promise<Tokens> {
  const { db, clock } = context;
  await insertInstallation(db, uuidNamespace);
  const utility = await createUtility(context, {
    slug: 'example',
    name: 'Example Energy',
    timeZone: 'America/New_York',
    currency: 840,
    ...(options.settings === undefined ? {} : { settings: options.settings }),
  });
  const utilityId = utility.id;
  clock.set(Date.parse('2026-03-10T06:00:00Z'));
  await writeBatch(context, { utility, batch: firstBatch });
  const clients = await seedClients(context, utilityId);
  const granted = await seedAuthorizations(context, utilityId, clients);
  const issue = async (kind: TokenKind, { clientId, id }: Owner, expires = false): Promise<string> => {
    const issued = clock.now() - (expires ? 86_400_000 : 0);
    const { token } = await issueToken(
      { db, clock: { now: () => issued } },
      { kind, clientId, authorizationId: id, lifetimeSeconds: expires ? 3600 : 'never' },
    );
    return token;
  };
  const ofClient = (name: 'one' | 'two' | 'three'): Owner => ({ clientId: clients[name].id });

  const access: [string, string][] = [];
  for (const [name, owner] of Object.entries(granted))
    access.push([name, await issue('access_token', owner)]);
  const { revoked: revokedAccess = '', ended: _, ...accessTokens } = Object.fromEntries(access);
  const expired = await oneOfEach((kind) =>
    issue(kind, kind === 'access_token' ? granted.full : ofClient('one'), true),
  );
  const revoked = await oneOfEach(async (kind) => {
    if (kind === 'access_token') return revokedAccess;
    const token = await issue(kind, ofClient('one'));
    await revokeToken(context, token);
    return token;
  });
  await revokeAuthorization(context, { uid: 'authrevoked', cause: 'customer' });

  clock.set(Date.parse('2026-03-11T06:00:00Z'));
  await writeBatch(context, { utility, batch: secondBatch });
  await fixUids(db);
  clock.set(testNow);
  return {
    ...(accessTokens as Record<Exclude<AuthorizationName, 'ended' | 'revoked'>, string>),
    registration: await issue('registration_access_token', ofClient('one')),
    client: await issue('client_access_token', ofClient('one')),
    clientTwo: await issue('client_access_token', ofClient('two')),
    clientThree: await issue('client_access_token', ofClient('three')),
    clientSecret: clients.one.clientSecret,
    expired,
    revoked,
  };
}
