import { type AuthorizationView, authorizationViewColumns } from './authorization-views.ts';
import type { Queryable } from './database.ts';
import type { RegistrationState } from './registrations.ts';
import { type Utility, type UtilityRow, utilityOf } from './utilities.ts';

/** For whom a feed is written. */
export interface FeedSubject {
  readonly client: {
    readonly id: number;
    readonly uid: string;
    readonly bulkUid: string;
    readonly state: RegistrationState;
    readonly accessTokenReadsAuthorization: boolean;
  };
  readonly utility: Utility;
  /** Undefined when it is for the third party as a whole. */
  readonly authorization: AuthorizationView | undefined;
}

/** The third party, its utility and the Authorization of a feed; undefined when one of them is gone. */
export async function findFeedSubject(
  db: Queryable,
  { clientId, authorizationId }: { readonly clientId: number; readonly authorizationId: number | null },
): Promise<FeedSubject | undefined> {
  const [row] = await db.query<{ client: FeedSubject['client']; utility: UtilityRow }>(
    `select jsonb_build_object('id', c.id, 'uid', c.uid, 'bulkUid', c.bulk_uid, 'state', c.state,
         'accessTokenReadsAuthorization', c.access_token_reads_authorization) as client,
       jsonb_build_object('id', u.id, 'slug', u.slug, 'name', u.name, 'timeZone', u.time_zone,
         'currency', u.currency, 'branding', u.branding, 'settings', u.settings) as utility
     from client c join utility u on u.id = c.utility_id where c.id = $1`,
    [clientId],
  );
  if (row === undefined) return undefined;
  const subject = { client: row.client, utility: utilityOf(row.utility) };
  if (authorizationId === null) return { ...subject, authorization: undefined };
  const [authorization] = await db.query<AuthorizationView>(
    `select ${authorizationViewColumns} from "authorization" a where a.id = $1`,
    [authorizationId],
  );
  return authorization === undefined ? undefined : { ...subject, authorization };
}
