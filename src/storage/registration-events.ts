import type { Queryable } from './database.ts';

/** What happened to a registration. */
export type RegistrationEventName =
  | 'registered'
  | 'changed'
  | 'redirect_uri_asked'
  | 'redirect_uri_approved'
  | 'redirect_uri_refused'
  | 'question_asked'
  | 'answered'
  | 'approved'
  | 'declined'
  | 'went_live'
  | 'went_sandbox'
  | 'suspended'
  | 'resumed'
  | 'terminated'
  | 'secret_replaced';

/** A line in the history of a registration. */
export interface RegistrationEventRow {
  readonly event: RegistrationEventName;
  /** Milliseconds. */
  readonly at: number;
  readonly actorKind: 'third_party' | 'operator' | 'system';
  /** A name to show. */
  readonly actor: string | null;
  readonly note: string | null;
  readonly language: string | null;
}

/** Adds a line to the history of a registration. */
export async function insertRegistrationEvent(
  tx: Queryable,
  clientId: number,
  event: Omit<RegistrationEventRow, 'actor' | 'note' | 'language'> & {
    readonly actor?: string | undefined;
    readonly note?: string | undefined;
    readonly language?: string | undefined;
  },
): Promise<void> {
  await tx.query(
    `insert into registration_event (client_id, event, at, actor_kind, actor, note, language)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      clientId,
      event.event,
      event.at,
      event.actorKind,
      event.actor ?? null,
      event.note ?? null,
      event.language ?? null,
    ],
  );
}

/** The history of a registration, newest first. */
export async function listRegistrationEvents(
  db: Queryable,
  { clientId, limit }: { readonly clientId: number; readonly limit: number },
): Promise<RegistrationEventRow[]> {
  return await db.query<RegistrationEventRow>(
    `select event, at, actor_kind as "actorKind", actor, note, language from registration_event
     where client_id = $1 order by at desc, id desc limit $2`,
    [clientId, limit],
  );
}

/** The newest line of one of these kinds. */
export async function findLastRegistrationEvent(
  db: Queryable,
  { clientId, events }: { readonly clientId: number; readonly events: readonly RegistrationEventName[] },
): Promise<RegistrationEventRow | undefined> {
  const [row] = await db.query<RegistrationEventRow>(
    `select event, at, actor_kind as "actorKind", actor, note, language from registration_event
     where client_id = $1 and event = any($2::text[]) order by at desc, id desc limit 1`,
    [clientId, events],
  );
  return row;
}
