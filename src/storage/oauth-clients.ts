import type { Queryable } from './database.ts';
import type { UtilityRow } from './utilities.ts';

/** A registration as the authorization server needs it. Times in milliseconds. */
export interface OauthClient {
  readonly id: number;
  readonly uid: string;
  readonly bulkUid: string;
  readonly clientId: string;
  readonly name: string;
  readonly state: 'waiting' | 'question' | 'declined' | 'approved' | 'live' | 'suspended' | 'terminated';
  readonly scopes: readonly string[];
  readonly secretHash: string;
  readonly previousSecretHash: string | null;
  readonly previousSecretUntil: number | null;
  readonly requirePkce: boolean;
  readonly compatTokenQuery: boolean;
  readonly mtlsMode: 'none' | 'pinned' | 'ca';
  readonly mtlsValue: string | null;
  /** Those that the operator has approved, or that needed no approval. */
  readonly redirectUris: readonly string[];
  readonly utility: UtilityRow;
  /** How many utilities there are: with one its addresses need no slug. */
  readonly utilities: number;
  /** Uid of the Authorization that stands for the third party itself; null before it was first needed. */
  readonly ownUid: string | null;
}

const columns = `c.id, c.uid, c.bulk_uid as "bulkUid", c.client_id as "clientId", c.name, c.state, c.scopes,
  c.client_secret_hash as "secretHash", c.previous_secret_hash as "previousSecretHash",
  c.previous_secret_until as "previousSecretUntil", c.require_pkce as "requirePkce",
  c.compat_token_query as "compatTokenQuery", c.mtls_mode as "mtlsMode", c.mtls_value as "mtlsValue",
  array(select r.uri from redirect_uri r where r.client_id = c.id and r.state = 'approved' order by r.since, r.uri)
    as "redirectUris",
  jsonb_build_object('id', u.id, 'slug', u.slug, 'name', u.name, 'timeZone', u.time_zone, 'currency', u.currency,
    'branding', u.branding, 'settings', u.settings) as utility,
  (select count(*)::int4 from utility) as utilities,
  (select a.uid from "authorization" a where a.client_id = c.id and a.kind = 'own') as "ownUid"`;

/** Finds a registration by its `client_id`: one statement. */
export async function findOauthClient(db: Queryable, clientId: string): Promise<OauthClient | undefined> {
  const [row] = await db.query<OauthClient>(
    `select ${columns} from client c join utility u on u.id = c.utility_id where c.client_id = $1`,
    [clientId],
  );
  return row;
}

/** Finds a registration by its key. */
export async function findOauthClientById(db: Queryable, id: number): Promise<OauthClient | undefined> {
  const [row] = await db.query<OauthClient>(
    `select ${columns} from client c join utility u on u.id = c.utility_id where c.id = $1`,
    [id],
  );
  return row;
}

/** Whoever presents a `client_id`: the registration, when there is one, and how often it was tried in vain. */
export interface PresentedClient {
  readonly client: OauthClient | undefined;
  /** Failures that are remembered, and until when the key is shut (milliseconds). */
  readonly failures: number;
  readonly blockedUntil: number | null;
}

/** Finds a registration by its `client_id` together with the state of a throttle: one statement. */
export async function findPresentedClient(
  db: Queryable,
  { clientId, throttleKey }: { readonly clientId: string; readonly throttleKey: string },
): Promise<PresentedClient> {
  type Found = { [K in keyof OauthClient]: OauthClient[K] | null };
  const [row] = await db.query<Found & { failures: number | null; blockedUntil: number | null }>(
    `select t.failures, t.blocked_until as "blockedUntil", ${columns}
     from (values ($2::text)) as k (key)
       left join throttle t on t.key = k.key
       left join client c on c.client_id = $1
       left join utility u on u.id = c.utility_id`,
    [clientId, throttleKey],
  );
  if (row === undefined) return { client: undefined, failures: 0, blockedUntil: null };
  const { failures, blockedUntil, ...client } = row;
  const found = client.id === null ? undefined : (client as OauthClient);
  return { client: found, failures: failures ?? 0, blockedUntil };
}
