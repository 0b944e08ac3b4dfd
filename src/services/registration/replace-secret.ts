import { sealSecret } from '../../platform/crypto.ts';
import { sha256 } from '../../platform/hash.ts';
import { newToken } from '../../platform/ids.ts';
import { updateClientSecret } from '../../storage/registration-changes.ts';
import { insertRegistrationToken, limitRegistrationTokens } from '../../storage/registration-tokens.ts';
import type { Registration } from '../../storage/registrations.ts';
import { changeInTurn, recordHappening } from './change-in-turn.ts';
import type { ChangeOrigin, RegistrationChange, RegistrationContext } from './registration-context.ts';
import { lastFourOf, type ShownSecret } from './shown-secret.ts';

/** How long the old secret still works. */
export const overlapMilliseconds = { none: 0, day: 24 * 3_600_000, week: 7 * 24 * 3_600_000 } as const;

/** Which secret is replaced. */
export interface ReplaceInput extends ChangeOrigin {
  readonly registration: Registration;
  readonly kind: 'client_secret' | 'registration_access_token';
  readonly overlap: keyof typeof overlapMilliseconds;
}

async function replaceClientSecret(
  { secretKey }: RegistrationContext,
  { tx, now, stamp }: RegistrationChange,
  { registration, overlap }: ReplaceInput,
  secret: string,
): Promise<void> {
  await updateClientSecret(tx, {
    id: registration.id,
    secretHash: sha256(secret),
    secretCiphertext: sealSecret(secretKey, secret),
    lastFour: lastFourOf(secret),
    now,
    previousUntil: overlap === 'none' ? undefined : now + overlapMilliseconds[overlap],
    stamp,
  });
}

async function replaceRegistrationToken(
  { tx, now }: RegistrationChange,
  { registration, kind, overlap }: ReplaceInput & { readonly kind: 'registration_access_token' },
  token: string,
): Promise<void> {
  const clientId = registration.id;
  await limitRegistrationTokens(tx, { clientId, kind, until: now + overlapMilliseconds[overlap] });
  const lastFour = lastFourOf(token);
  await insertRegistrationToken(tx, {
    hash: sha256(token),
    kind,
    clientId,
    issued: now,
    name: undefined,
    lastFour,
  });
}

/**
 * Makes a new secret; the one before works for the overlap more. A second replacement within it shuts the oldest.
 *
 * @returns the secret, to be shown once.
 * @throws AppError `conflict` when the registration is terminated.
 */
export async function replaceSecret(context: RegistrationContext, input: ReplaceInput): Promise<ShownSecret> {
  const { registration, kind, overlap } = input;
  const value = newToken();
  const states = ['waiting', 'question', 'declined', 'approved', 'live', 'suspended'] as const;
  await changeInTurn(context, { registration, states }, async (change) => {
    if (kind === 'client_secret') await replaceClientSecret(context, change, input, value);
    else await replaceRegistrationToken(change, { ...input, kind }, value);
    await recordHappening(change, registration, input, {
      event: 'secret_replaced',
      note: `${kind} …${lastFourOf(value)}`,
      detail: { overlap },
    });
  });
  return { kind, value };
}
