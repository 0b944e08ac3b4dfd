import { parseScope, type Scope } from '../../espi/scope.ts';
import { historySeconds } from '../../espi/scope-narrowing.ts';
import { ScopeError } from '../../espi/scope-terms.ts';
import type { Clock } from '../../platform/clock.ts';
import { AppError } from '../../platform/errors.ts';
import { newUid } from '../../platform/ids.ts';
import { insertAuditEvent } from '../../storage/audit-events.ts';
import { insertAuthorization } from '../../storage/authorizations.ts';
import { insertAuthorizationEvent } from '../../storage/consent-records.ts';
import { areTestCustomerRows } from '../../storage/customer-accounts.ts';
import type { Database, Queryable } from '../../storage/database.ts';
import { findGrantParty } from '../../storage/grants.ts';
import { nextStamp } from '../../storage/stamps.ts';
import { isClosed, isSandbox } from '../registration/registration-state.ts';
import { enqueueAuthorizationEvent } from './authorization-jobs.ts';
import { grantedMeters } from './granted-meters.ts';

/** What a customer agreed to, as an operator enters it. Times in seconds. */
export interface AuthorizationInput {
  readonly utilityId: number;
  /** Key of the third party. */
  readonly clientId: number;
  /** What the utility calls the customer, or its uid; absent when no customer data are involved. */
  readonly customer?: string | undefined;
  /** What the utility calls the usage points, or their uids; `all` for all of the customer. */
  readonly meters: readonly string[] | 'all';
  readonly scope: string;
  /** Default: now. */
  readonly start?: number | undefined;
  /** Default: what the scope names as `PreferredAuthEndDate`, or until it is revoked. */
  readonly end?: number | undefined;
  /** Range of the data that may be read; default: what the scope names as `HistoryLength`, or everything. */
  readonly dataStart?: number | undefined;
  readonly dataEnd?: number | undefined;
  /** Where the operator entered it, when that is known. */
  readonly by?: 'command' | undefined;
  /** What the operator says of it, such as where the signed form is. */
  readonly note?: string | undefined;
}

function readScope(scope: string): Scope {
  try {
    return parseScope(scope);
  } catch (error) {
    if (!(error instanceof ScopeError)) throw error;
    throw new AppError('invalid_input', `scope: ${error.message}`, { parameter: 'scope', cause: error });
  }
}

function checkOrder(name: string, start: number | undefined, end: number | undefined): void {
  if (start !== undefined && end !== undefined && end <= start)
    throw new AppError('invalid_input', `${name}: the end must be later than the start.`, {
      parameter: name,
    });
}

/**
 * The rule of the consent page holds for operators too: no operator has let go live what is in the sandbox, so that it
 * reads test customers alone.
 *
 * @returns whether the grant is one of the sandbox.
 */
async function checkSandbox(
  tx: Queryable,
  clientId: number,
  granted: { readonly customerId: number | undefined; readonly meterIds: readonly number[] },
): Promise<boolean> {
  const client = await findGrantParty(tx, clientId);
  if (client === undefined) return false;
  if (isClosed(client.state))
    throw new AppError('conflict', `"${client.name}" is stopped: nobody can share with it.`, {
      parameter: 'third-party',
    });
  if (!isSandbox(client.state)) return false;
  if (await areTestCustomerRows(tx, granted)) return true;
  throw new AppError(
    'conflict',
    `"${client.name}" is in the sandbox: it may read test customers only. Name one, or let it go live first (Third parties, at /DataCustodian/operator).`,
    { parameter: 'third-party' },
  );
}

/**
 * Grants a third party the data of a customer, and has it in the audit and in its story as what an operator entered. It
 * is the offline way: the operator vouches for the consent. The third party is told when it begins.
 *
 * @throws AppError `invalid_input` for a bad scope or period, `not_found` for an unknown customer or meter,
 *   `conflict` for a meter that is another customer's, and for a third party that is stopped, or in the sandbox and
 *   would read somebody else than a test customer.
 * @see function block 40
 */
export async function createAuthorization(
  { db, clock }: { readonly db: Database; readonly clock: Clock },
  input: AuthorizationInput,
): Promise<{ readonly id: number; readonly uid: string }> {
  const now = clock.now();
  const start = input.start ?? Math.floor(now / 1000);
  const { historyLength, preferredAuthEndDate } = readScope(input.scope);
  // What the scope says is what is served, unless the operator says otherwise. 0 is an end that is open.
  const end = input.end ?? (preferredAuthEndDate || undefined);
  const dataStart =
    input.dataStart ?? (historyLength === undefined ? undefined : start - historySeconds(historyLength));
  checkOrder('period', start, end);
  checkOrder('data range', dataStart, input.dataEnd);
  const uid = newUid();
  const id = await db.transaction(async (tx) => {
    const { customerId, meterIds } = await grantedMeters(tx, input);
    const test = await checkSandbox(tx, input.clientId, { customerId, meterIds });
    const authorizationId = await insertAuthorization(tx, {
      utilityId: input.utilityId,
      clientId: input.clientId,
      uid,
      customerId,
      scope: input.scope,
      start,
      end,
      dataStart,
      dataEnd: input.dataEnd,
      grantType: 'client_credentials',
      stamp: await nextStamp(tx, input.utilityId, now),
      meterIds,
      test,
    });
    await insertAuthorizationEvent(tx, {
      authorizationId,
      event: input.by === 'command' ? 'entered_by_command' : 'entered',
      at: now,
      note: input.note,
    });
    await insertAuditEvent(tx, {
      utilityId: input.utilityId,
      at: now,
      actorKind: 'operator',
      action: 'authorization.granted',
      targetKind: 'Authorization',
      target: uid,
      detail: {
        offline: true,
        scope: input.scope,
        meters: meterIds.length,
        ...(input.by === undefined ? {} : { by: input.by }),
        ...(input.note === undefined ? {} : { note: input.note }),
      },
    });
    await enqueueAuthorizationEvent(tx, { authorizationId, event: 'begun', at: Math.max(now, start * 1000) });
    return authorizationId;
  });
  return { id, uid };
}
