import { type AuthorizationView, authorizationViewColumns } from './authorization-views.ts';
import type { Queryable } from './database.ts';

/** Most Authorizations that are tried for one resource. */
const most = 50;

/**
 * The Authorizations of a third party that hold LocalTimeParameters, a ReadingType or a file: one of these is given.
 * Newest first.
 */
export async function listActingAuthorizations(
  db: Queryable,
  input: {
    readonly clientId: number;
    readonly localTimeUid?: string | undefined;
    readonly readingTypeUid?: string | undefined;
    readonly fileUid?: string | undefined;
  },
): Promise<AuthorizationView[]> {
  return await db.query<AuthorizationView>(
    `select ${authorizationViewColumns} from "authorization" a
     where a.client_id = $1 and a.kind = 'customer' and a.status = 1 and (
       exists (
         select 1 from authorization_usage_point p
           join usage_point u on u.id = p.up_id
           left join local_time_parameters l on l.id = u.local_time_parameters_id
         where p.authorization_id = a.id and (
           l.uid = $2
           or exists (select 1 from meter_reading m where m.up_id = u.id and m.reading_type_uid = $3)
           or exists (select 1 from stored_file f where f.up_id = u.id and f.uid = $4)))
       or exists (select 1 from stored_file f where f.customer_id = a.customer_id and f.uid = $4))
     order by a.id desc limit ${most}`,
    [input.clientId, input.localTimeUid ?? null, input.readingTypeUid ?? null, input.fileUid ?? null],
  );
}
