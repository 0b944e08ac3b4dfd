import { deleteRedirectUri } from '../../storage/redirect-uris.ts';
import { updateRegistrationState } from '../../storage/registration-changes.ts';
import type { Registration } from '../../storage/registrations.ts';
import { changeInTurn, recordHappening } from './change-in-turn.ts';
import { isLoopback } from './check-addresses.ts';
import type { ChangeOrigin, RegistrationContext } from './registration-context.ts';

/** Which registration, and who switches it. */
export interface ModeInput extends ChangeOrigin {
  readonly registration: Registration;
}

/**
 * Switches an approved registration to live: real customers can share with it. Redirect URIs on the developer's
 * own machine are taken away: no customer may be sent to one.
 *
 * @throws AppError `conflict` when it is not approved.
 */
export async function goLive(context: RegistrationContext, input: ModeInput): Promise<void> {
  const { registration } = input;
  const loopback = registration.redirectUris.map(({ uri }) => uri).filter(isLoopback);
  await changeInTurn(context, { registration, states: ['approved'] }, async (change) => {
    for (const uri of loopback) await deleteRedirectUri(change.tx, { clientId: registration.id, uri });
    await updateRegistrationState(change.tx, { id: registration.id, state: 'live', stamp: change.stamp });
    const note = loopback.length === 0 ? undefined : `− ${loopback.join(', ')}`;
    await recordHappening(change, registration, input, { event: 'went_live', note });
  });
}

/**
 * Switches a live registration back to the sandbox: no customer can begin to share, what they share already goes
 * on. It stays approved.
 *
 * @throws AppError `conflict` when it is not live.
 */
export async function goSandbox(context: RegistrationContext, input: ModeInput): Promise<void> {
  const { registration } = input;
  await changeInTurn(context, { registration, states: ['live'] }, async (change) => {
    await updateRegistrationState(change.tx, { id: registration.id, state: 'approved', stamp: change.stamp });
    await recordHappening(change, registration, input, { event: 'went_sandbox' });
  });
}
