import type { Queryable } from './database.ts';

/** When a third party first did each step of the sandbox, milliseconds; null when it has not yet. */
export interface SandboxSteps {
  readonly token: number | null;
  readonly authorized: number | null;
  readonly batch: number | null;
  readonly notified: number | null;
  readonly refreshed: number | null;
  readonly revoked: number | null;
}

/** What the tables show of a third party's first steps: nothing is self-declared. */
export async function findSandboxSteps(db: Queryable, clientId: number): Promise<SandboxSteps> {
  const [row] = await db.query<SandboxSteps>(
    `select
       (select min(c.used) from oauth_code c where c.client_id = $1) as token,
       (select min(a.published) from "authorization" a where a.client_id = $1 and a.kind = 'customer') as authorized,
       (select min(r.at) from request_log r
         where r.client_id = $1 and r.status in (200, 202)
           and r.path ~ '/Batch/(Subscription|RetailCustomer|Bulk)/') as batch,
       (select min(n.delivered) from notification n where n.client_id = $1) as notified,
       (select min(f.used) from oauth_refresh f where f.client_id = $1) as refreshed,
       (select min(a.ended) from "authorization" a
         where a.client_id = $1 and a.end_cause = 'third_party') as revoked`,
    [clientId],
  );
  return (
    row ?? { token: null, authorized: null, batch: null, notified: null, refreshed: null, revoked: null }
  );
}
