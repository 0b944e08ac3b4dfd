import { sealSecret } from '../../platform/crypto.ts';
import { sha256 } from '../../platform/hash.ts';
import { newToken, newUid } from '../../platform/ids.ts';
import { insertClient } from '../../storage/clients.ts';
import type { Queryable } from '../../storage/database.ts';
import { insertRedirectUri } from '../../storage/redirect-uris.ts';
import {
  updateLogo,
  updateRegistrationFields,
  updateRegistrationOwner,
} from '../../storage/registration-changes.ts';
import { insertRegistrationToken } from '../../storage/registration-tokens.ts';
import { keepStamp, lockStamp } from '../../storage/stamps.ts';
import { mailContact, recordHappening } from './change-in-turn.ts';
import {
  type CheckedRegistration,
  checkRegistration,
  hasFaults,
  type RegistrationFaults,
  type RegistrationInput,
} from './check-registration.ts';
import type { ChangeOrigin, RegistrationContext } from './registration-context.ts';
import { lastFourOf, type ShownSecret } from './shown-secret.ts';

/** A third party registers an app at a utility. */
export interface RegisterInput extends ChangeOrigin {
  readonly accountId: number;
  readonly language: 'en' | 'fr';
  readonly values: RegistrationInput;
  /** The version of the terms that was accepted; undefined when none was. */
  readonly termsVersion: string | undefined;
}

/** `registered` carries the secrets: the only time that they exist outside of the third party. */
export type RegisterOutcome =
  | { readonly outcome: 'refused'; readonly faults: RegistrationFaults }
  | { readonly outcome: 'registered'; readonly uid: string; readonly secrets: readonly ShownSecret[] };

interface Made {
  readonly uid: string;
  readonly clientSecret: string;
  readonly registrationToken: string;
}

async function insertRegistration(
  context: RegistrationContext,
  tx: Queryable,
  input: RegisterInput,
  checked: CheckedRegistration,
): Promise<Made | undefined> {
  const { utility, accountId, termsVersion = '' } = input;
  const made = { uid: newUid(), clientSecret: newToken(), registrationToken: newToken() };
  const now = context.clock.now();
  const stamp = await lockStamp(tx, utility.id, now);
  const id = await insertClient(tx, {
    uid: made.uid,
    bulkUid: newUid(),
    clientId: newUid(),
    utilityId: utility.id,
    name: checked.name,
    scopes: checked.scopes,
    data: {},
    secretHash: sha256(made.clientSecret),
    secretCiphertext: sealSecret(context.secretKey, made.clientSecret),
    stamp,
  });
  if (id === undefined) return undefined;
  const secretLastFour = lastFourOf(made.clientSecret);
  await updateRegistrationFields(tx, { id, stamp, ...checked });
  await updateRegistrationOwner(tx, {
    id,
    accountId,
    state: 'waiting',
    termsVersion,
    at: now,
    secretLastFour,
  });
  for (const uri of checked.redirectUris)
    await insertRedirectUri(tx, { clientId: id, uri, state: 'approved', since: now });
  if (checked.logo !== undefined) await updateLogo(tx, id, checked.logo);
  await insertRegistrationToken(tx, {
    hash: sha256(made.registrationToken),
    kind: 'registration_access_token',
    clientId: id,
    issued: now,
    name: undefined,
    lastFour: lastFourOf(made.registrationToken),
  });
  await recordHappening({ tx, now }, { id, uid: made.uid }, input, {
    event: 'registered',
    detail: { name: checked.name, termsVersion },
  });
  await keepStamp(tx, utility.id, stamp);
  return made;
}

/**
 * Registers a third party's app at a utility. The sandbox works at once: only test customers can share with it
 * until the operator has approved it and the third party has switched itself to live.
 */
export async function registerThirdParty(
  context: RegistrationContext,
  input: RegisterInput,
): Promise<RegisterOutcome> {
  const { language, values, utility, termsVersion } = input;
  const { faults, checked } = checkRegistration(values, { loopback: true, language });
  const all: RegistrationFaults = { ...faults, ...(termsVersion === undefined ? { terms: 'terms' } : {}) };
  if (hasFaults(all)) return { outcome: 'refused', faults: all };
  const made = await context.db.transaction(async (tx) => {
    const inserted = await insertRegistration(context, tx, input, checked);
    if (inserted === undefined) return undefined;
    const app = { uid: inserted.uid, name: checked.name, profile: checked.profile };
    await mailContact(context, { tx }, app, { utility, mail: { kind: 'registered' } });
    return inserted;
  });
  if (made === undefined) return { outcome: 'refused', faults: { name: 'name_taken' } };
  return {
    outcome: 'registered',
    uid: made.uid,
    secrets: [
      { kind: 'client_secret', value: made.clientSecret },
      { kind: 'registration_access_token', value: made.registrationToken },
    ],
  };
}
