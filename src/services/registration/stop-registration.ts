import { updateRegistrationState } from '../../storage/registration-changes.ts';
import { findLastRegistrationEvent } from '../../storage/registration-events.ts';
import type { Registration, RegistrationState } from '../../storage/registrations.ts';
import { resumeBulks } from '../bulk/resume-bulks.ts';
import { notifyOfRegistration } from '../notification/notify-settings.ts';
import { changeInTurn, mailContact, recordHappening } from './change-in-turn.ts';
import type { ChangeOrigin, RegistrationContext } from './registration-context.ts';

/** A stop with the operator's words, which are mailed. */
export interface StopInput extends ChangeOrigin {
  readonly registration: Registration;
  readonly reason: string;
}

/**
 * Suspends a registration: no token works and nobody can consent, in any process, until it is resumed.
 * Authorizations are kept.
 *
 * @throws AppError `conflict` when it is suspended or terminated already.
 */
export async function suspendRegistration(
  context: RegistrationContext,
  input: StopInput,
): Promise<'done' | 'reason_required' | 'too_long'> {
  const { registration, reason, utility } = input;
  if (reason === '') return 'reason_required';
  if (reason.length > 2000) return 'too_long';
  const states = ['waiting', 'question', 'declined', 'approved', 'live'] as const;
  await changeInTurn(context, { registration, states }, async (change) => {
    await updateRegistrationState(change.tx, {
      id: registration.id,
      state: 'suspended',
      stamp: change.stamp,
    });
    await recordHappening(change, registration, input, {
      event: 'suspended',
      note: reason,
      language: registration.profile.language,
      detail: { before: registration.state },
    });
    await mailContact(context, change, registration, {
      utility,
      mail: { kind: 'suspended', message: reason },
    });
  });
  return 'done';
}

/** Where each event of a history leads; suspending and resuming change nothing of it. */
const stateAfter = {
  registered: 'waiting',
  answered: 'waiting',
  question_asked: 'question',
  approved: 'approved',
  declined: 'declined',
  went_live: 'live',
  went_sandbox: 'approved',
} as const;

type Leading = keyof typeof stateAfter;

/** Where a registration stood before it was suspended. One from the command line has no history: it was live. */
async function stateBefore(context: RegistrationContext, { id }: Registration): Promise<RegistrationState> {
  const events = Object.keys(stateAfter) as Leading[];
  const last = await findLastRegistrationEvent(context.db, { clientId: id, events });
  return last === undefined ? 'live' : stateAfter[last.event as Leading];
}

/**
 * Resumes a suspended registration: tokens work again, it stands where it stood before, and its bulks go on where
 * they stopped.
 *
 * @throws AppError `conflict` when it is not suspended.
 */
export async function resumeRegistration(
  context: RegistrationContext,
  input: ChangeOrigin & { readonly registration: Registration },
): Promise<void> {
  const { registration, utility } = input;
  const state = await stateBefore(context, registration);
  await changeInTurn(context, { registration, states: ['suspended'] }, async (change) => {
    await updateRegistrationState(change.tx, { id: registration.id, state, stamp: change.stamp });
    const { id: clientId } = registration;
    const { tx, now } = change;
    const suspended = await findLastRegistrationEvent(tx, { clientId, events: ['suspended'] });
    await resumeBulks(tx, { clientId, since: suspended?.at ?? now, now });
    await recordHappening(change, registration, input, { event: 'resumed' });
    await mailContact(context, change, registration, { utility, mail: { kind: 'resumed' } });
    await notifyOfRegistration({ ...context, tx: change.tx }, { clientId: registration.id });
  });
}
