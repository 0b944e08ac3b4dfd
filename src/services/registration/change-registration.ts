import type { ComplexValue } from '../../espi/schema/define.ts';
import { deleteRedirectUri, insertRedirectUri } from '../../storage/redirect-uris.ts';
import {
  updateClientData,
  updateLogo,
  updateRegistrationFields,
} from '../../storage/registration-changes.ts';
import type { Registration } from '../../storage/registrations.ts';
import { changeInTurn, mailContact, recordHappening } from './change-in-turn.ts';
import {
  type CheckedRegistration,
  checkRegistration,
  hasFaults,
  type RegistrationFaults,
  type RegistrationInput,
} from './check-registration.ts';
import type { ChangeOrigin, RegistrationChange, RegistrationContext } from './registration-context.ts';
import { isReviewed, isSandbox } from './registration-state.ts';

/** A third party changes what it told about itself. */
export interface ChangeInput extends ChangeOrigin {
  readonly registration: Registration;
  readonly language: 'en' | 'fr';
  readonly values: RegistrationInput;
  /** Elements of ApplicationInformation that only programs read; those that are not given stay. */
  readonly data?: ComplexValue | undefined;
}

/** `saved` tells which redirect URIs wait for the operator. */
export type ChangeOutcome =
  | { readonly outcome: 'refused'; readonly faults: RegistrationFaults }
  | { readonly outcome: 'saved'; readonly waiting: readonly string[] };

const changeable = ['waiting', 'question', 'declined', 'approved', 'live', 'suspended'] as const;

/** Takes away the redirect URIs that are no longer named, adds the new ones; gives those that wait. */
async function changeRedirectUris(
  context: RegistrationContext,
  change: RegistrationChange,
  { registration, utility, actor }: Pick<ChangeInput, 'registration' | 'utility' | 'actor'>,
  wanted: readonly string[],
): Promise<string[]> {
  const { tx, now } = change;
  const origin = { utility, actor };
  const had = registration.redirectUris.map(({ uri }) => uri);
  for (const uri of had.filter((uri) => !wanted.includes(uri)))
    await deleteRedirectUri(tx, { clientId: registration.id, uri });
  const added = wanted.filter((uri) => !had.includes(uri));
  const state = isReviewed(registration.state) ? 'waiting' : 'approved';
  for (const uri of added) await insertRedirectUri(tx, { clientId: registration.id, uri, state, since: now });
  if (state === 'approved') return [];
  for (const uri of added) {
    await recordHappening(change, registration, origin, { event: 'redirect_uri_asked', note: uri });
    const mail = { kind: 'redirect_uri', event: 'asked', uri } as const;
    await mailContact(context, change, registration, { utility, mail });
  }
  return added;
}

async function saveChange(
  context: RegistrationContext,
  change: RegistrationChange,
  input: ChangeInput,
  checked: CheckedRegistration,
): Promise<string[] | undefined> {
  const { registration } = input;
  const { id } = registration;
  const { stamp, tx } = change;
  if (!(await updateRegistrationFields(tx, { id, stamp, ...checked }))) return undefined;
  if (checked.logo !== undefined) await updateLogo(tx, id, checked.logo);
  if (input.data !== undefined) await updateClientData(tx, id, input.data);
  await recordHappening(change, registration, input, { event: 'changed' });
  return await changeRedirectUris(context, change, input, checked.redirectUris);
}

/**
 * Changes a registration. Once the operator has approved it, a new redirect URI waits for the operator, and the
 * contact is told: somebody else may have asked for it.
 *
 * @throws AppError `conflict` when it was changed meanwhile, or is terminated.
 */
export async function changeRegistration(
  context: RegistrationContext,
  input: ChangeInput,
): Promise<ChangeOutcome> {
  const { registration, values, language } = input;
  const { faults, checked } = checkRegistration(values, {
    loopback: isSandbox(registration.state),
    language,
  });
  if (hasFaults(faults)) return { outcome: 'refused', faults };
  const waiting = await changeInTurn(context, { registration, states: changeable }, async (change) =>
    saveChange(context, change, input, checked),
  );
  return waiting === undefined
    ? { outcome: 'refused', faults: { name: 'name_taken' } }
    : { outcome: 'saved', waiting };
}
