import { updateRegistrationState } from '../../storage/registration-changes.ts';
import type { Registration } from '../../storage/registrations.ts';
import { notifyOfRegistration } from '../notification/notify-settings.ts';
import { changeInTurn, mailContact, recordHappening } from './change-in-turn.ts';
import type { ChangeOrigin, RegistrationContext } from './registration-context.ts';

/** What the operator decides. */
type Decision = 'approve' | 'ask' | 'decline';

const outcomes = {
  approve: { state: 'approved', event: 'approved', mail: 'approved' },
  ask: { state: 'question', event: 'question_asked', mail: 'question' },
  decline: { state: 'declined', event: 'declined', mail: 'declined' },
} as const;

/** A decision with the operator's words: mailed word for word, and needed to ask and to decline. */
export interface DecisionInput extends ChangeOrigin {
  readonly registration: Registration;
  readonly decision: Decision;
  readonly message: string;
}

/**
 * Decides on a registration that waits. Approved, the third party may switch itself to live. Its contact is mailed,
 * and its program notified.
 *
 * @returns `reason_required` when there are no words where there must be.
 * @throws AppError `conflict` when somebody else decided meanwhile.
 */
export async function decideRegistration(
  context: RegistrationContext,
  input: DecisionInput,
): Promise<'done' | 'reason_required' | 'too_long'> {
  const { registration, decision, message, utility } = input;
  if (message === '' && decision !== 'approve') return 'reason_required';
  if (message.length > 2000) return 'too_long';
  const { state, event, mail: kind } = outcomes[decision];
  const note = message === '' ? undefined : message;
  const { language } = registration.profile;
  await changeInTurn(context, { registration, states: ['waiting', 'question'] }, async (change) => {
    await updateRegistrationState(change.tx, { id: registration.id, state, stamp: change.stamp });
    await recordHappening(change, registration, input, { event, note, language });
    const mail = kind === 'approved' ? { kind, message: note } : { kind, message };
    await mailContact(context, change, registration, { utility, mail });
    await notifyOfRegistration({ ...context, tx: change.tx }, { clientId: registration.id });
  });
  return 'done';
}
