import { updateRegistrationState } from '../../storage/registration-changes.ts';
import type { Registration } from '../../storage/registrations.ts';
import { changeInTurn, recordHappening } from './change-in-turn.ts';
import type { ChangeOrigin, RegistrationContext } from './registration-context.ts';

/**
 * Answers the operator's question: the registration waits for review again.
 *
 * @throws AppError `conflict` when no question is open.
 */
export async function answerQuestion(
  context: RegistrationContext,
  input: ChangeOrigin & { readonly registration: Registration; readonly answer: string },
): Promise<'done' | 'required' | 'too_long'> {
  const { registration, answer } = input;
  if (answer === '') return 'required';
  if (answer.length > 2000) return 'too_long';
  await changeInTurn(context, { registration, states: ['question'] }, async (change) => {
    await updateRegistrationState(change.tx, { id: registration.id, state: 'waiting', stamp: change.stamp });
    await recordHappening(change, registration, input, { event: 'answered', note: answer });
  });
  return 'done';
}

/**
 * Asks for a new review after a decline.
 *
 * @throws AppError `conflict` when it was not declined.
 */
export async function askAgain(
  context: RegistrationContext,
  input: ChangeOrigin & { readonly registration: Registration },
): Promise<void> {
  const { registration } = input;
  await changeInTurn(context, { registration, states: ['declined'] }, async (change) => {
    await updateRegistrationState(change.tx, { id: registration.id, state: 'waiting', stamp: change.stamp });
    await recordHappening(change, registration, input, { event: 'answered' });
  });
}
