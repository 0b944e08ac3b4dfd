import type { Clock } from '../../platform/clock.ts';
import { AppError } from '../../platform/errors.ts';
import type { Queryable } from '../../storage/database.ts';
import {
  findLastRegistrationEvent,
  listRegistrationEvents,
  type RegistrationEventRow,
} from '../../storage/registration-events.ts';
import {
  countRegistrations,
  findRegistrationRow,
  listRegistrationsOfAccount,
  listRegistrationsOfUtility,
  type Registration,
  type RegistrationState,
} from '../../storage/registrations.ts';
import { type RowPage, readPage } from '../reporting/page-of-rows.ts';

interface ReadContext {
  readonly db: Queryable;
  readonly clock: Clock;
}

/**
 * A registration by its uid, of somebody who may see it: its account, or the people of its utility.
 *
 * @throws AppError `not_found` when there is none, or it is another's: the two are not told apart.
 */
export async function getRegistration(
  { db, clock }: ReadContext,
  { uid, accountId, utilityId }: { uid: string; accountId?: number; utilityId?: number },
): Promise<Registration> {
  const found = await findRegistrationRow(db, { uid, now: clock.now() });
  const mine =
    (accountId !== undefined && found?.accountId === accountId) ||
    (utilityId !== undefined && found?.utilityId === utilityId);
  if (found === undefined || !mine) throw new AppError('not_found', 'There is no such registration.');
  return found;
}

/** The registrations of an account, at whichever utility. */
export async function listOwnRegistrations(
  { db, clock }: ReadContext,
  { accountId }: { readonly accountId: number },
): Promise<Registration[]> {
  return await listRegistrationsOfAccount(db, { accountId, now: clock.now() });
}

/** `waiting` holds those with a question too; `ended` the suspended and terminated. */
export type RegistrationGroup = 'all' | 'waiting' | 'live' | 'ended';

const groups: Readonly<Record<RegistrationGroup, readonly RegistrationState[]>> = {
  all: ['waiting', 'question', 'declined', 'approved', 'live', 'suspended', 'terminated'],
  waiting: ['waiting', 'question'],
  live: ['live'],
  ended: ['suspended', 'terminated'],
};

/** A page of the registrations of a utility, newest first. */
export async function listRegistrations(
  { db, clock }: ReadContext,
  { utilityId, group, page }: { utilityId: number; group: RegistrationGroup; page: number },
): Promise<RowPage<Registration>> {
  const selection = { utilityId, states: groups[group] };
  return await readPage(
    { page },
    () => countRegistrations(db, selection),
    (window) => listRegistrationsOfUtility(db, { ...selection, now: clock.now(), ...window }),
  );
}

/** What happened to a registration, newest first. */
export async function listHistory(
  { db }: { readonly db: Queryable },
  { registration }: { readonly registration: Registration },
): Promise<RegistrationEventRow[]> {
  return await listRegistrationEvents(db, { clientId: registration.id, limit: 200 });
}

/** What the utility wrote last that explains the state of a registration. */
export async function findLastMessage(
  { db }: { readonly db: Queryable },
  { registration }: { readonly registration: Registration },
): Promise<RegistrationEventRow | undefined> {
  const events = {
    waiting: [],
    question: ['question_asked'],
    declined: ['declined'],
    approved: ['approved'],
    live: [],
    suspended: ['suspended'],
    terminated: ['terminated'],
  } as const;
  const wanted = events[registration.state];
  if (wanted.length === 0) return undefined;
  return await findLastRegistrationEvent(db, { clientId: registration.id, events: wanted });
}

/** What the third party answered last. */
export async function findLastAnswer(
  { db }: { readonly db: Queryable },
  { registration }: { readonly registration: Registration },
): Promise<RegistrationEventRow | undefined> {
  return await findLastRegistrationEvent(db, { clientId: registration.id, events: ['answered'] });
}
