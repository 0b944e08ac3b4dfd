import type { Queryable } from './database.ts';

/** Where a registration stands. */
export type RegistrationState =
  | 'waiting'
  | 'question'
  | 'declined'
  | 'approved'
  | 'live'
  | 'suspended'
  | 'terminated';

/** What a third party tells about itself; absent where it was registered on the command line. */
export interface RegistrationProfile {
  readonly company?: string;
  readonly siteUrl?: string;
  readonly purposeEn?: string;
  readonly purposeFr?: string;
  readonly privacyUrl?: string;
  readonly termsUrl?: string;
  readonly customerContact?: string;
  readonly contactEmail?: string;
  /** Whether the app cannot work without customer and account data: customers cannot leave them out then. */
  readonly needsCustomerData?: boolean;
  /** The language its contact reads. */
  readonly language?: 'en' | 'fr';
}

/** A redirect URI: a waiting one does not work yet. */
export interface StoredRedirectUri {
  readonly uri: string;
  readonly state: 'approved' | 'waiting';
  /** Milliseconds. */
  readonly since: number;
}

/** A registration with everything that its pages show. Times in milliseconds. */
export interface Registration {
  readonly id: number;
  readonly uid: string;
  readonly utilityId: number;
  readonly utilitySlug: string;
  readonly utilityName: string;
  readonly accountId: number | null;
  readonly clientId: string;
  readonly name: string;
  readonly state: RegistrationState;
  readonly profile: RegistrationProfile;
  readonly logoHash: string | null;
  readonly notifyUri: string | null;
  readonly scopes: readonly string[];
  readonly redirectUris: readonly StoredRedirectUri[];
  readonly termsVersion: string | null;
  readonly termsAt: number | null;
  readonly registered: number;
  readonly secretLastFour: string | null;
  readonly secretCreated: number | null;
  readonly previousSecretUntil: number | null;
  /** Authorizations of customers that are not ended. */
  readonly activeAuthorizations: number;
}

const columns = `c.id, c.uid, c.utility_id as "utilityId", u.slug as "utilitySlug", u.name as "utilityName",
  c.account_id as "accountId", c.client_id as "clientId", c.name, c.state, c.profile, c.logo_hash as "logoHash",
  c.notify_uri as "notifyUri", c.scopes, c.terms_version as "termsVersion", c.terms_at as "termsAt",
  c.published as registered, c.client_secret_last_four as "secretLastFour",
  c.client_secret_created as "secretCreated", c.previous_secret_until as "previousSecretUntil",
  coalesce((select jsonb_agg(jsonb_build_object('uri', r.uri, 'state', r.state, 'since', r.since)
      order by r.since, r.uri)
    from redirect_uri r where r.client_id = c.id), '[]') as "redirectUris",
  (select count(*)::int4 from "authorization" a where a.client_id = c.id and a.kind = 'customer' and a.status = 1
     and (a.end_ts is null or a.end_ts * 1000 > $1::int8)) as "activeAuthorizations"`;
const source = 'client c join utility u on u.id = c.utility_id';

/** Finds a registration by its uid. */
export async function findRegistrationRow(
  db: Queryable,
  { uid, now }: { readonly uid: string; readonly now: number },
): Promise<Registration | undefined> {
  const [row] = await db.query<Registration>(`select ${columns} from ${source} where c.uid = $2`, [now, uid]);
  return row;
}

/** Locks a registration until the transaction ends: every change of one begins here. */
export async function lockRegistration(tx: Queryable, id: number): Promise<RegistrationState | undefined> {
  const [row] = await tx.query<{ state: RegistrationState }>(
    'select state from client where id = $1 for no key update',
    [id],
  );
  return row?.state;
}

/** The registrations of an account, at whichever utility, by name. */
export async function listRegistrationsOfAccount(
  db: Queryable,
  { accountId, now }: { readonly accountId: number; readonly now: number },
): Promise<Registration[]> {
  return await db.query<Registration>(
    `select ${columns} from ${source} where c.account_id = $2 order by c.name, c.id`,
    [now, accountId],
  );
}

/** Which registrations of a utility. */
export interface RegistrationSelection {
  readonly utilityId: number;
  readonly states: readonly RegistrationState[];
}

/** Registrations of a utility, newest first, a page at a time. */
export async function listRegistrationsOfUtility(
  db: Queryable,
  input: RegistrationSelection & { readonly now: number; readonly limit: number; readonly offset: number },
): Promise<Registration[]> {
  return await db.query<Registration>(
    `select ${columns} from ${source} where c.utility_id = $2 and c.state = any($3::text[])
     order by c.published desc, c.id desc limit $4 offset $5`,
    [input.now, input.utilityId, input.states, input.limit, input.offset],
  );
}

/** How many registrations fit. */
export async function countRegistrations(
  db: Queryable,
  { utilityId, states }: RegistrationSelection,
): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    'select count(*)::int4 as count from client where utility_id = $1 and state = any($2::text[])',
    [utilityId, states],
  );
  return row?.count ?? 0;
}
