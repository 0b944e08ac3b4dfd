import type { ComplexValue } from '../espi/schema/define.ts';
import type { Queryable } from './database.ts';
import type { RegistrationProfile, RegistrationState } from './registrations.ts';

/** A logo as it is kept. */
export interface StoredLogo {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly hash: string;
}

/** What is added to a client row when a third party registers itself. */
export interface RegistrationFields {
  readonly id: number;
  readonly name: string;
  readonly profile: RegistrationProfile;
  readonly notifyUri: string | undefined;
  readonly scopes: readonly string[];
  /** The stamp of the change, milliseconds. */
  readonly stamp: number;
}

/** Writes what a third party tells about itself; false when another of the utility has the name. */
export async function updateRegistrationFields(tx: Queryable, input: RegistrationFields): Promise<boolean> {
  const rows = await tx.query(
    `update client c set name = $2, profile = $3, notify_uri = $4, scopes = $5, updated = $6
     where c.id = $1 and not exists (
       select 1 from client o where o.utility_id = c.utility_id and o.name = $2 and o.id <> c.id)
     returning 1`,
    [input.id, input.name, input.profile, input.notifyUri ?? null, input.scopes, input.stamp],
  );
  return rows.length > 0;
}

/** Writes where notifications go. */
export async function updateNotifyUri(tx: Queryable, id: number, notifyUri: string): Promise<void> {
  await tx.query('update client set notify_uri = $2 where id = $1', [id, notifyUri]);
}

/** Writes elements of ApplicationInformation that only programs read; those that are not given stay. */
export async function updateClientData(tx: Queryable, id: number, data: ComplexValue): Promise<void> {
  await tx.query('update client set data = data || $2::jsonb where id = $1', [id, data]);
}

/** Writes whose registration it is, with the terms that were accepted. */
export async function updateRegistrationOwner(
  tx: Queryable,
  input: {
    readonly id: number;
    readonly accountId: number;
    readonly state: RegistrationState;
    readonly termsVersion: string;
    readonly at: number;
    readonly secretLastFour: string;
  },
): Promise<void> {
  await tx.query(
    `update client set account_id = $2, state = $3, terms_version = $4, terms_at = $5,
       client_secret_last_four = $6, client_secret_created = $5
     where id = $1`,
    [input.id, input.accountId, input.state, input.termsVersion, input.at, input.secretLastFour],
  );
}

/** Changes where a registration stands. */
export async function updateRegistrationState(
  tx: Queryable,
  input: { readonly id: number; readonly state: RegistrationState; readonly stamp: number },
): Promise<void> {
  await tx.query('update client set state = $2, updated = $3 where id = $1', [
    input.id,
    input.state,
    input.stamp,
  ]);
}

/** Replaces a logo. */
export async function updateLogo(tx: Queryable, id: number, logo: StoredLogo): Promise<void> {
  await tx.query('update client set logo = $2, logo_media_type = $3, logo_hash = $4 where id = $1', [
    id,
    logo.bytes,
    logo.mediaType,
    logo.hash,
  ]);
}

/** The logo of a registration by its uid. */
export async function findLogoByUid(db: Queryable, uid: string): Promise<StoredLogo | undefined> {
  const [row] = await db.query<StoredLogo>(
    `select logo as bytes, logo_media_type as "mediaType", logo_hash as hash from client
     where uid = $1 and logo is not null and state <> 'terminated'`,
    [uid],
  );
  return row;
}

/** A new client_secret: the one before keeps working until a time, or not at all. */
export async function updateClientSecret(
  tx: Queryable,
  input: {
    readonly id: number;
    readonly secretHash: string;
    readonly secretCiphertext: string;
    readonly lastFour: string;
    readonly now: number;
    readonly previousUntil: number | undefined;
    readonly stamp: number;
  },
): Promise<void> {
  await tx.query(
    `update client set
       previous_secret_hash = case when $6::int8 is null then null else client_secret_hash end,
       previous_secret_until = $6::int8,
       client_secret_hash = $2, client_secret_ciphertext = $3, client_secret_last_four = $4,
       client_secret_created = $5, updated = $7
     where id = $1`,
    [
      input.id,
      input.secretHash,
      input.secretCiphertext,
      input.lastFour,
      input.now,
      input.previousUntil ?? null,
      input.stamp,
    ],
  );
}
