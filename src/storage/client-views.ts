import type { ComplexValue } from '../espi/schema/define.ts';
import type { Queryable } from './database.ts';
import type { RegistrationProfile, RegistrationState } from './registrations.ts';

/** A registered third-party application, with what only its own registration token may see. */
export interface ClientView {
  readonly uid: string;
  readonly bulkUid: string;
  readonly clientId: string;
  readonly secretCiphertext: string;
  readonly name: string;
  /** Elements of ApplicationInformation that the third party gave. */
  readonly data: ComplexValue;
  readonly scopes: readonly string[];
  readonly state: RegistrationState;
  /** What people read of it. */
  readonly profile: RegistrationProfile;
  readonly logoHash: string | null;
  readonly notifyUri: string | null;
  /** Those that work. */
  readonly redirectUris: readonly string[];
  readonly published: number;
  readonly updated: number;
}

/** Finds a third-party application by its key. */
export async function findClientView(db: Queryable, id: number): Promise<ClientView | undefined> {
  const [row] = await db.query<ClientView>(
    `select uid, bulk_uid as "bulkUid", client_id as "clientId", client_secret_ciphertext as "secretCiphertext",
       name, data, scopes, state, profile, logo_hash as "logoHash", notify_uri as "notifyUri", published, updated,
       array(select r.uri from redirect_uri r where r.client_id = client.id and r.state = 'approved'
         order by r.since, r.uri) as "redirectUris"
     from client where id = $1`,
    [id],
  );
  return row;
}
