import type { Queryable } from './database.ts';
import type { RowRange } from './row-range.ts';
import { lastStamp } from './stamps.ts';
import { createParameters, rangeConditions, type StatementParameters } from './statement-parameters.ts';

/** An Authorization as its third party sees it. Times as in the table: periods in seconds, stamps in milliseconds. */
export interface AuthorizationView {
  readonly id: number;
  readonly uid: string;
  /** `own`: it stands for the third party itself. */
  readonly kind: 'customer' | 'own';
  readonly customerId: number | null;
  readonly status: number;
  readonly scope: string;
  readonly start: number;
  readonly end: number | null;
  readonly dataStart: number | null;
  readonly dataEnd: number | null;
  readonly grantType: string;
  readonly published: number;
  readonly updated: number;
}

/** The columns of a view, of a table called `a`. */
export const authorizationViewColumns = `a.id, a.uid, a.kind, a.customer_id as "customerId", a.status, a.scope,
  a.start_ts as "start", a.end_ts as "end", a.data_start_ts as "dataStart", a.data_end_ts as "dataEnd",
  a.grant_type as "grantType", a.published, a.updated`;

/** Finds an Authorization of a third party by its uid, the one that stands for the third party itself, too. */
export async function findAuthorizationView(
  db: Queryable,
  input: { readonly clientId: number; readonly uid: string },
): Promise<AuthorizationView | undefined> {
  const [row] = await db.query<AuthorizationView>(
    `select ${authorizationViewColumns} from "authorization" a where a.client_id = $1 and a.uid = $2`,
    [input.clientId, input.uid],
  );
  return row;
}

/** Authorizations of a third party's customers, ended ones too: those that were entered and changed in a range. */
interface AuthorizationsFilter {
  readonly clientId: number;
  /** `start…`: when they were entered. */
  readonly range: RowRange;
}

const inRange = ({ startMin, startMax, ...range }: RowRange, parameters: StatementParameters): string =>
  rangeConditions(
    { ...range, startMin: Math.round(startMin * 1000), startMax: Math.round(startMax * 1000) },
    { time: 'a.published', updated: 'a.updated' },
    parameters,
  );

/** What is known of many Authorizations without reading them, at one instant. */
export interface AuthorizationSummary {
  /** The last stamp of the utility. */
  readonly stamp: number;
  /** Those in the range, and the newest `updated` among them; 0 for none. */
  readonly count: number;
  readonly newest: number;
  /** All, and the newest `updated` and the greatest key among them; 0 for none. */
  readonly total: number;
  readonly newestOfAll: number;
  readonly last: number;
  /** How many of all have begun, and how many are over though nobody has ended them: what changes without a stamp. */
  readonly begun: number;
  readonly over: number;
}

/** Counts Authorizations. `now` in milliseconds. */
export async function summariseAuthorizations(
  db: Queryable,
  {
    utilityId,
    clientId,
    range,
    now,
  }: AuthorizationsFilter & { readonly utilityId: number; readonly now: number },
): Promise<AuthorizationSummary> {
  const parameters = createParameters();
  const { add } = parameters;
  const within = `filter (where true${inRange(range, parameters)})`;
  const seconds = `${add(Math.floor(now / 1000))}::int8`;
  const [row] = await db.query<AuthorizationSummary>(
    `select coalesce(${lastStamp(`${add(utilityId)}::int8`)}, 0) as stamp,
       (count(*) ${within})::int4 as count, coalesce(max(a.updated) ${within}, 0) as newest,
       count(*)::int4 as total, coalesce(max(a.updated), 0) as "newestOfAll", coalesce(max(a.id), 0) as last,
       (count(*) filter (where a.start_ts <= ${seconds}))::int4 as begun,
       (count(*) filter (where a.status = 1 and a.end_ts <= ${seconds}))::int4 as over
     from "authorization" a where a.client_id = ${add(clientId)} and a.kind = 'customer'`,
    parameters.values,
  );
  if (row === undefined) throw new RangeError('Counting gave no row');
  return row;
}

/** Some Authorizations in the order of entry: after a key, without the first `skip`, up to a key. */
export async function listAuthorizationViews(
  db: Queryable,
  input: AuthorizationsFilter & {
    readonly after: number;
    readonly upTo: number;
    readonly skip: number;
    readonly limit: number;
  },
): Promise<AuthorizationView[]> {
  const parameters = createParameters();
  const { add } = parameters;
  return await db.query<AuthorizationView>(
    `select ${authorizationViewColumns} from "authorization" a
     where a.client_id = ${add(input.clientId)} and a.kind = 'customer'
       and a.id > ${add(input.after)}::int8 and a.id <= ${add(input.upTo)}::int8${inRange(input.range, parameters)}
     order by a.id offset ${add(input.skip)}::int8 limit ${add(input.limit)}::int8`,
    parameters.values,
  );
}

/** How many usage points each Authorization opens, by its key; those that open none are absent. */
export async function countUsagePoints(
  db: Queryable,
  authorizationIds: readonly number[],
): Promise<Map<number, number>> {
  const rows = await db.query<{ id: number; points: number }>(
    `select authorization_id as id, count(*)::int4 as points
     from authorization_usage_point where authorization_id = any($1::int8[]) group by authorization_id`,
    [authorizationIds],
  );
  return new Map(rows.map(({ id, points }) => [id, points]));
}
