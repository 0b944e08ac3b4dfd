import type { Queryable } from './database.ts';

/** What a customer was shown and chose. Never changed, never deleted. */
export interface ConsentEvidence {
  readonly utilityId: number;
  /** Keys. */
  readonly clientId: number;
  readonly customerId: number;
  readonly authorizationId: number | undefined;
  readonly decision: 'share' | 'decline';
  /** Version of the words of the page. */
  readonly textVersion: string;
  readonly language: string;
  readonly choices: Readonly<Record<string, unknown>>;
  /** How the customer was recognised. */
  readonly identifiedBy: string;
  readonly ipAddress: string;
  readonly userAgent: string;
  /** Milliseconds. */
  readonly at: number;
}

/** Stores the evidence of a consent, or of a decline. */
export async function insertConsentEvidence(tx: Queryable, row: ConsentEvidence): Promise<void> {
  await tx.query(
    `insert into consent_evidence (utility_id, client_id, customer_id, authorization_id, decision, text_version,
       language, choices, identified_by, ip_address, user_agent, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      row.utilityId,
      row.clientId,
      row.customerId,
      row.authorizationId ?? null,
      row.decision,
      row.textVersion,
      row.language,
      row.choices,
      row.identifiedBy,
      row.ipAddress,
      row.userAgent,
      row.at,
    ],
  );
}

/** What happened to an Authorization. */
export type AuthorizationEventName =
  | 'granted'
  | 'entered'
  | 'entered_by_command'
  | 'token_issued'
  | 'first_read'
  | 'last_read'
  | 'notified'
  | 'notification_failed'
  | 'ended';

/** Writes a line into the story of an Authorization. */
export async function insertAuthorizationEvent(
  tx: Queryable,
  row: {
    readonly authorizationId: number;
    readonly event: AuthorizationEventName;
    readonly at: number;
    readonly note?: string | undefined;
  },
): Promise<void> {
  await tx.query(
    'insert into authorization_event (authorization_id, event, at, note) values ($1, $2, $3, $4)',
    [row.authorizationId, row.event, row.at, row.note ?? null],
  );
}
