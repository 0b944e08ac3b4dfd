import type { AuditEvent } from '../../storage/audit-events.ts';
import { insertAuditEvent } from '../../storage/audit-events.ts';
import {
  type EndCause,
  type LockedAuthorization,
  endAuthorization as writeEnd,
} from '../../storage/authorizations.ts';
import { insertAuthorizationEvent } from '../../storage/consent-records.ts';
import type { Queryable } from '../../storage/database.ts';
import { nextStamp } from '../../storage/stamps.ts';
import { cancelFeeds } from '../large-feed/cancel-feeds.ts';
import { enqueueAuthorizationEvent } from './authorization-jobs.ts';
import { killTokens, withLockedAuthorization } from './locked-authorization.ts';
import type { OauthContext } from './oauth-context.ts';

/** Who acts, for the audit. */
export interface Actor {
  readonly kind: AuditEvent['actorKind'];
  /** The uid, when there is one. */
  readonly uid?: string | undefined;
  readonly ipAddress?: string | undefined;
  readonly requestId?: string | undefined;
}

/** How an Authorization ends. */
export interface AuthorizationEnd {
  readonly cause: EndCause;
  /** What the customer or the operator said of it. */
  readonly note?: string | undefined;
  readonly actor: Actor;
}

/**
 * Ends a locked Authorization: its row, its tokens, its story, the audit, and the job that mails and notifies.
 *
 * @returns whether it was active; an ended one, and the one of a third party itself, stay as they are.
 */
export async function endLocked(
  tx: Queryable,
  locked: LockedAuthorization,
  { cause, note, actor, now }: AuthorizationEnd & { readonly now: number },
): Promise<boolean> {
  if (locked.status !== 1 || locked.kind === 'own') return false;
  const stamp = await nextStamp(tx, locked.utilityId, now);
  await writeEnd(tx, { id: locked.id, cause, note, now, stamp });
  await killTokens(tx, locked.id, now);
  await cancelFeeds(tx, { authorizationId: locked.id, now });
  await insertAuthorizationEvent(tx, { authorizationId: locked.id, event: 'ended', at: now, note: cause });
  await insertAuditEvent(tx, {
    utilityId: locked.utilityId,
    at: now,
    actorKind: actor.kind,
    actor: actor.uid,
    action: 'authorization.ended',
    targetKind: 'Authorization',
    target: locked.uid,
    ipAddress: actor.ipAddress,
    requestId: actor.requestId,
    detail: { cause, ...(note === undefined ? {} : { note }) },
  });
  await enqueueAuthorizationEvent(tx, { authorizationId: locked.id, event: 'ended', at: now });
  return true;
}

/**
 * Ends an Authorization and all its tokens in one transaction: from the next request on nothing is read with it, in
 * any process. It stays visible to its third party, with status 0.
 *
 * @returns `ended`; `not_active` when it had ended before; undefined when there is none, or none of this owner.
 */
export async function endAuthorization(
  context: Pick<OauthContext, 'db' | 'clock' | 'tokenCache'>,
  input: AuthorizationEnd & {
    readonly uid: string;
    /** Keys that it must belong to, so that nobody ends another's. */
    readonly of?: {
      readonly clientId?: number;
      readonly customerId?: number;
      readonly utilityId?: number;
    };
  },
): Promise<'ended' | 'not_active' | undefined> {
  const { of: owner = {} } = input;
  return await withLockedAuthorization(context, input.uid, async (tx, locked) => {
    const foreign =
      (owner.clientId !== undefined && owner.clientId !== locked.clientId) ||
      (owner.customerId !== undefined && owner.customerId !== locked.customerId) ||
      (owner.utilityId !== undefined && owner.utilityId !== locked.utilityId);
    if (foreign || locked.kind === 'own') return undefined;
    return (await endLocked(tx, locked, { ...input, now: context.clock.now() })) ? 'ended' : 'not_active';
  });
}
