import type { Queryable } from './database.ts';

/** An authorization, or a consent that was declined, in the operators' list. Times in milliseconds. */
export interface OperatorAuthorizationRow {
  readonly uid: string;
  readonly customer: string | null;
  readonly account: string | null;
  readonly thirdParty: string;
  readonly status: number;
  readonly test: boolean;
  readonly since: number;
  readonly end: number | null;
  readonly lastRead: number | null;
}

/** Which authorizations of a utility. `query` is compared with uid, customer, account and third party. */
export interface OperatorAuthorizationSelection {
  readonly utilityId: number;
  readonly query: string;
  readonly filter: 'all' | 'active' | 'ended' | 'declined' | 'test';
  /** uid of a registration. */
  readonly clientUid: string | undefined;
  readonly now: number;
}

const account = `(select coalesce(ca.data ->> 'accountId', ca.data ->> 'name') from customer_resource ca
  where ca.customer_id = a.customer_id and ca.noun = 'CustomerAccount' order by ca.id limit 1)`;

const source = `"authorization" a
  join client c on c.id = a.client_id
  left join customer_resource r on r.id = a.customer_id`;

const selected = `a.utility_id = $1 and a.kind = 'customer'
  and ($2 = '' or a.uid = $2 or c.name ilike $3 or r.source_key ilike $3 or r.data ->> 'customerName' ilike $3
    or exists (select 1 from customer_resource ca where ca.customer_id = a.customer_id
      and ca.noun = 'CustomerAccount' and ca.data ->> 'accountId' ilike $3))
  and case $4 when 'active' then a.status = 1 and (a.end_ts is null or a.end_ts * 1000 > $6::int8)
    when 'ended' then a.status = 0 or a.end_ts * 1000 <= $6::int8
    when 'declined' then a.status = 2
    when 'test' then a.test else true end
  and ($5::text is null or c.uid = $5)`;

const parameters = (input: OperatorAuthorizationSelection): unknown[] => [
  input.utilityId,
  input.query,
  `%${input.query.replace(/[\\%_]/g, '\\$&')}%`,
  input.filter,
  input.clientUid ?? null,
  input.now,
];

/** Authorizations of a utility, newest first, a page at a time. */
export async function listOperatorAuthorizations(
  db: Queryable,
  input: OperatorAuthorizationSelection & { readonly limit: number; readonly offset: number },
): Promise<OperatorAuthorizationRow[]> {
  return await db.query<OperatorAuthorizationRow>(
    `select a.uid, coalesce(r.data ->> 'customerName', r.source_key) as customer, ${account} as account,
       c.name as "thirdParty", a.status, a.test, a.published as since, a.end_ts * 1000 as "end",
       a.last_read as "lastRead"
     from ${source} where ${selected}
     order by a.published desc, a.id desc limit $7 offset $8`,
    [...parameters(input), input.limit, input.offset],
  );
}

/** How many authorizations fit. */
export async function countOperatorAuthorizations(
  db: Queryable,
  input: OperatorAuthorizationSelection,
): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    `select count(*)::int4 as count from ${source} where ${selected}`,
    parameters(input),
  );
  return row?.count ?? 0;
}

/** A meter that an authorization names. */
interface AuthorizationMeterRow {
  readonly uid: string;
  readonly sourceKey: string;
  /** ESPI ServiceKind: 0 electricity, 1 gas, 2 water, … */
  readonly service: number | null;
  readonly address: string | null;
  readonly meterNumber: string | null;
}

/** One authorization with everything that is kept of it. Times in milliseconds. */
export interface AuthorizationRecord extends OperatorAuthorizationRow {
  readonly id: number;
  readonly clientId: number;
  readonly clientUid: string;
  readonly scope: string;
  readonly requestedScope: string | null;
  readonly duration: string;
  readonly dataStart: number | null;
  readonly ended: number | null;
  readonly endCause: 'customer' | 'third_party' | 'operator' | 'expired' | 'idle' | 'security' | null;
  readonly meters: readonly AuthorizationMeterRow[];
  readonly evidence: {
    readonly identifiedBy: string;
    readonly language: string;
    readonly textVersion: string;
    readonly ipAddress: string;
  } | null;
  readonly timeline: readonly { readonly event: string; readonly at: number; readonly note: string | null }[];
}

/** Finds an authorization of a utility by its uid. */
export async function findAuthorizationRecord(
  db: Queryable,
  { utilityId, uid }: { readonly utilityId: number; readonly uid: string },
): Promise<AuthorizationRecord | undefined> {
  const [row] = await db.query<AuthorizationRecord>(
    `select a.id, a.client_id as "clientId", c.uid as "clientUid", a.uid,
       coalesce(r.data ->> 'customerName', r.source_key) as customer, ${account} as account, c.name as "thirdParty",
       a.status, a.test, a.published as since, a.end_ts * 1000 as "end", a.last_read as "lastRead", a.scope,
       a.requested_scope as "requestedScope", a.duration, a.data_start_ts * 1000 as "dataStart", a.ended,
       a.end_cause as "endCause",
       coalesce((select jsonb_agg(jsonb_build_object('uid', u.uid, 'sourceKey', u.source_key,
           'service', u.data #> '{ServiceCategory,kind}',
           'address', (select l.data #>> '{mainAddress,streetDetail,addressGeneral}'
             from service_location_usage_point s join customer_resource l on l.id = s.service_location_id
             where s.up_id = u.id order by l.id limit 1),
           'meterNumber', (select m.data ->> 'serialNumber'
             from service_location_usage_point s join customer_resource m on m.parent_id = s.service_location_id
             where s.up_id = u.id and m.noun in ('Meter', 'EndDevice') order by m.id limit 1)) order by u.id)
         from authorization_usage_point p join usage_point u on u.id = p.up_id
         where p.authorization_id = a.id), '[]') as meters,
       (select jsonb_build_object('identifiedBy', e.identified_by, 'language', e.language,
           'textVersion', e.text_version, 'ipAddress', e.ip_address)
         from consent_evidence e where e.authorization_id = a.id order by e.id limit 1) as evidence,
       coalesce((select jsonb_agg(jsonb_build_object('event', t.event, 'at', t.at, 'note', t.note) order by t.at, t.id)
         from authorization_event t where t.authorization_id = a.id), '[]') as timeline
     from ${source} where a.utility_id = $1 and a.uid = $2 and a.kind = 'customer'`,
    [utilityId, uid],
  );
  return row;
}
