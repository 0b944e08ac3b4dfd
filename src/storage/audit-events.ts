import type { Queryable } from './database.ts';

/** Who did what to what. Never changed, never deleted. */
export interface AuditEvent {
  /** Key; absent for what concerns the whole installation. */
  readonly utilityId?: number | undefined;
  /** Milliseconds. */
  readonly at: number;
  readonly actorKind: 'customer' | 'third_party' | 'operator' | 'system';
  /** The uid of who did it, when there is one. */
  readonly actor?: string | undefined;
  /** A verb with its noun: `authorization.granted`. */
  readonly action: string;
  readonly targetKind?: string | undefined;
  readonly target?: string | undefined;
  readonly result?: 'done' | 'refused' | 'failed' | undefined;
  readonly ipAddress?: string | undefined;
  readonly requestId?: string | undefined;
  readonly detail?: Readonly<Record<string, unknown>> | undefined;
}

/** Writes a line into the audit. Call it in the transaction of what it tells. */
export async function insertAuditEvent(tx: Queryable, event: AuditEvent): Promise<void> {
  await tx.query(
    `insert into audit_event (utility_id, at, actor_kind, actor, action, target_kind, target, result, ip_address,
       request_id, detail)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      event.utilityId ?? null,
      event.at,
      event.actorKind,
      event.actor ?? null,
      event.action,
      event.targetKind ?? null,
      event.target ?? null,
      event.result ?? 'done',
      event.ipAddress ?? null,
      event.requestId ?? null,
      event.detail ?? {},
    ],
  );
}
