import { AppError } from '../../platform/errors.ts';
import { approveRedirectUriRow, deleteRedirectUri } from '../../storage/redirect-uris.ts';
import type { Registration } from '../../storage/registrations.ts';
import { notifyOfRegistration } from '../notification/notify-settings.ts';
import { changeInTurn, mailContact, recordHappening } from './change-in-turn.ts';
import type { ChangeOrigin, RegistrationContext } from './registration-context.ts';

/**
 * The operator approves or refuses a redirect URI that waits; the contact is told.
 *
 * @throws AppError `conflict` when none of that name waits.
 */
export async function decideRedirectUri(
  context: RegistrationContext,
  input: ChangeOrigin & {
    readonly registration: Registration;
    readonly uri: string;
    readonly event: 'approved' | 'refused';
  },
): Promise<void> {
  const { registration, uri, event, utility } = input;
  const states = ['waiting', 'question', 'declined', 'approved', 'live', 'suspended'] as const;
  await changeInTurn(context, { registration, states }, async (change) => {
    const key = { clientId: registration.id, uri };
    const found =
      event === 'approved'
        ? await approveRedirectUriRow(change.tx, { ...key, now: change.now })
        : await deleteRedirectUri(change.tx, { ...key, state: 'waiting' });
    if (!found) throw new AppError('conflict', `The redirect URI ${uri} does not wait any more.`);
    await recordHappening(change, registration, input, { event: `redirect_uri_${event}`, note: uri });
    const mail = { kind: 'redirect_uri', event, uri } as const;
    await mailContact(context, change, registration, { utility, mail });
    await notifyOfRegistration({ ...context, tx: change.tx }, { clientId: registration.id });
  });
}
