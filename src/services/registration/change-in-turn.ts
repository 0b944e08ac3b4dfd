import { AppError } from '../../platform/errors.ts';
import { insertAuditEvent } from '../../storage/audit-events.ts';
import { insertRegistrationEvent, type RegistrationEventName } from '../../storage/registration-events.ts';
import { lockRegistration, type Registration, type RegistrationState } from '../../storage/registrations.ts';
import { keepStamp, lockStamp } from '../../storage/stamps.ts';
import { announceTokenChange } from '../../storage/token-changes.ts';
import { enqueueMail } from '../mail/enqueue-mail.ts';
import type {
  ChangeOrigin,
  RegistrationChange,
  RegistrationContext,
  RegistrationMail,
} from './registration-context.ts';

/**
 * Changes a registration: its row is locked, what was read of it before is still so, and every process forgets
 * what it knew of its tokens.
 *
 * @param states in which the change is possible.
 * @throws AppError `conflict` when it stands elsewhere by now.
 */
export async function changeInTurn<T>(
  { db, clock }: Pick<RegistrationContext, 'db' | 'clock'>,
  { registration, states }: { registration: Registration; states: readonly RegistrationState[] },
  work: (change: RegistrationChange) => Promise<T>,
): Promise<T> {
  return await db.transaction(async (tx) => {
    const state = await lockRegistration(tx, registration.id);
    if (state === undefined || state !== registration.state || !states.includes(state))
      throw new AppError('conflict', 'The registration was changed by somebody else. Look at it again.');
    const now = clock.now();
    const stamp = await lockStamp(tx, registration.utilityId, now);
    const result = await work({ tx, now, stamp });
    await keepStamp(tx, registration.utilityId, stamp);
    await announceTokenChange(tx, { of: 'client', key: String(registration.id) });
    return result;
  });
}

/** What is written down of a change. */
export interface Happening {
  readonly event: RegistrationEventName;
  /** In whoever's own words. */
  readonly note?: string | undefined;
  readonly language?: 'en' | 'fr' | undefined;
  readonly detail?: Readonly<Record<string, unknown>> | undefined;
}

/** Writes a change into the history of the registration and into the audit. */
export async function recordHappening(
  { tx, now }: Pick<RegistrationChange, 'tx' | 'now'>,
  registration: { readonly id: number; readonly uid: string },
  { utility, actor }: ChangeOrigin,
  { event, note, language, detail }: Happening,
): Promise<void> {
  await insertRegistrationEvent(tx, registration.id, {
    event,
    at: now,
    actorKind: actor.kind,
    actor: actor.name,
    note,
    language,
  });
  await insertAuditEvent(tx, {
    utilityId: utility.id,
    at: now,
    actorKind: actor.kind,
    actor: actor.uid,
    action: `registration.${event}`,
    targetKind: 'registration',
    target: registration.uid,
    ipAddress: actor.ipAddress,
    requestId: actor.requestId,
    detail: { ...detail, ...(note === undefined ? {} : { note }) },
  });
}

/** Mails the contact of a registration, when it has named one. */
export async function mailContact(
  { clock, composeRegistrationMail }: Pick<RegistrationContext, 'clock' | 'composeRegistrationMail'>,
  { tx }: Pick<RegistrationChange, 'tx'>,
  registration: Pick<Registration, 'uid' | 'name' | 'profile'>,
  { utility, mail }: { readonly utility: ChangeOrigin['utility']; readonly mail: RegistrationMail },
): Promise<void> {
  const { contactEmail, language = 'en' } = registration.profile;
  if (contactEmail === undefined) return;
  const app = { uid: registration.uid, name: registration.name };
  await enqueueMail(
    { tx, clock },
    {
      utilityId: utility.id,
      to: contactEmail,
      language,
      mail: composeRegistrationMail({ utility, language, app, mail }),
    },
  );
}
