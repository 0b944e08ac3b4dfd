import { updateRegistrationState } from '../../storage/registration-changes.ts';
import { changeInTurn, mailContact, recordHappening } from './change-in-turn.ts';
import { enqueueRegistrationEnd } from './end-authorizations-of.ts';
import type { RegistrationContext } from './registration-context.ts';
import type { StopInput } from './stop-registration.ts';

/**
 * Terminates a registration for good: no token works from the next request on. A job of the same transaction ends
 * every authorization, and has each customer told.
 *
 * @param input.name as the operator typed it: it must be the registration's.
 * @throws AppError `conflict` when it was changed meanwhile.
 */
export async function terminateRegistration(
  context: RegistrationContext,
  input: StopInput & { readonly name: string },
): Promise<'done' | 'reason_required' | 'too_long' | 'name_differs'> {
  const { registration, reason, name, utility, actor } = input;
  if (reason === '') return 'reason_required';
  if (reason.length > 2000) return 'too_long';
  if (name !== registration.name) return 'name_differs';
  const states = ['waiting', 'question', 'declined', 'approved', 'live', 'suspended'] as const;
  await changeInTurn(context, { registration, states }, async (change) => {
    await updateRegistrationState(change.tx, {
      id: registration.id,
      state: 'terminated',
      stamp: change.stamp,
    });
    const { language } = registration.profile;
    await recordHappening(change, registration, input, { event: 'terminated', note: reason, language });
    await mailContact(context, change, registration, {
      utility,
      mail: { kind: 'terminated', message: reason },
    });
    await enqueueRegistrationEnd(change.tx, { clientId: registration.id, note: reason, actor: actor.uid });
  });
  return 'done';
}
