import type { Queryable } from './database.ts';
import type { RegistrationProfile, RegistrationState } from './registrations.ts';

/** A third party as customers meet it. */
export interface GrantParty {
  readonly uid: string;
  readonly name: string;
  readonly state: RegistrationState;
  readonly profile: RegistrationProfile;
  readonly logoHash: string | null;
  /** Milliseconds. */
  readonly registered: number;
}

/** An Authorization as its customer sees it. Times in milliseconds, periods in seconds. */
export interface GrantRow {
  readonly id: number;
  readonly uid: string;
  readonly utilityId: number;
  readonly clientId: number;
  readonly customerId: number | null;
  readonly status: number;
  readonly test: boolean;
  readonly scope: string;
  readonly start: number;
  readonly end: number | null;
  readonly dataStart: number | null;
  readonly duration: 'once' | 'until' | 'until_stopped';
  readonly ended: number | null;
  readonly endCause: 'customer' | 'third_party' | 'operator' | 'expired' | 'idle' | 'security' | null;
  readonly lastRead: number | null;
  /** Names of rows of the resource table. */
  readonly lastReadKinds: readonly string[];
  readonly receiptEmail: string | null;
  readonly language: string | null;
  readonly published: number;
  readonly party: GrantParty;
}

const columns = `a.id, a.uid, a.utility_id as "utilityId", a.client_id as "clientId", a.customer_id as "customerId",
  a.status, a.test, a.scope, a.start_ts as "start", a.end_ts as "end", a.data_start_ts as "dataStart", a.duration,
  a.ended, a.end_cause as "endCause", a.last_read as "lastRead", a.last_read_kinds as "lastReadKinds",
  a.receipt_email as "receiptEmail", a.language, a.published,
  jsonb_build_object('uid', c.uid, 'name', c.name, 'state', c.state, 'profile', c.profile, 'logoHash', c.logo_hash,
    'registered', c.published) as party`;
const source = '"authorization" a join client c on c.id = a.client_id';

/** Which Authorizations of a customer: those that are on at an instant, or those that are over. */
export interface GrantSelection {
  readonly utilityId: number;
  readonly customerId: number;
  readonly active: boolean;
  /** Seconds. */
  readonly nowSeconds: number;
}

const selection = `a.utility_id = $1 and a.customer_id = $2 and a.kind = 'customer' and a.status <> 2
  and (a.status = 1 and (a.end_ts is null or a.end_ts > $4::int8)) = $3`;
const selected = (input: GrantSelection) => [
  input.utilityId,
  input.customerId,
  input.active,
  input.nowSeconds,
];

/** The Authorizations of a customer, newest first, a page at a time. */
export async function listGrants(
  db: Queryable,
  input: GrantSelection & { readonly limit: number; readonly offset: number },
): Promise<GrantRow[]> {
  return await db.query<GrantRow>(
    `select ${columns} from ${source} where ${selection}
     order by coalesce(a.ended, a.published) desc, a.id desc limit $5 offset $6`,
    [...selected(input), input.limit, input.offset],
  );
}

/** How many Authorizations fit. */
export async function countGrants(db: Queryable, input: GrantSelection): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    `select count(*)::int4 as count from "authorization" a where ${selection}`,
    selected(input),
  );
  return row?.count ?? 0;
}

/** The Authorization of that uid, of one customer. */
export async function findGrantOfCustomer(
  db: Queryable,
  {
    utilityId,
    customerId,
    uid,
  }: { readonly utilityId: number; readonly customerId: number; readonly uid: string },
): Promise<GrantRow | undefined> {
  const [row] = await db.query<GrantRow>(
    `select ${columns} from ${source}
     where a.uid = $1 and a.utility_id = $2 and a.customer_id = $3 and a.kind = 'customer' and a.status <> 2`,
    [uid, utilityId, customerId],
  );
  return row;
}

/** The Authorization of that key. */
export async function findGrant(db: Queryable, id: number): Promise<GrantRow | undefined> {
  const [row] = await db.query<GrantRow>(`select ${columns} from ${source} where a.id = $1`, [id]);
  return row;
}

/** The version of the words to which a customer agreed. */
export async function findConsentTextVersion(
  db: Queryable,
  authorizationId: number,
): Promise<string | undefined> {
  const [row] = await db.query<{ version: string }>(
    `select text_version as version from consent_evidence where authorization_id = $1 and decision = 'share'
     order by id desc limit 1`,
    [authorizationId],
  );
  return row?.version;
}

/** A third party of that key as customers meet it, with the address it is answered at. */
export async function findGrantParty(db: Queryable, clientId: number): Promise<GrantParty | undefined> {
  const [row] = await db.query<GrantParty>(
    `select uid, name, state, profile, logo_hash as "logoHash", published as registered from client where id = $1`,
    [clientId],
  );
  return row;
}

/** The Authorization of that uid, of one utility. */
export async function findGrantByUid(
  db: Queryable,
  { utilityId, uid }: { readonly utilityId: number; readonly uid: string },
): Promise<GrantRow | undefined> {
  const [row] = await db.query<GrantRow>(
    `select ${columns} from ${source} where a.uid = $1 and a.utility_id = $2 and a.kind = 'customer'`,
    [uid, utilityId],
  );
  return row;
}
