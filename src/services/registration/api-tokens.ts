import { AppError } from '../../platform/errors.ts';
import { sha256 } from '../../platform/hash.ts';
import { newToken } from '../../platform/ids.ts';
import { insertAuditEvent } from '../../storage/audit-events.ts';
import { insertRegistrationToken, revokeApiTokenRow } from '../../storage/registration-tokens.ts';
import type { Registration } from '../../storage/registrations.ts';
import { announceTokenChange } from '../../storage/token-changes.ts';
import type { ChangeOrigin, RegistrationContext } from './registration-context.ts';
import { lastFourOf, type ShownSecret } from './shown-secret.ts';

async function audit(
  tx: Parameters<typeof insertAuditEvent>[0],
  { utility, actor }: ChangeOrigin,
  event: { readonly at: number; readonly action: string; readonly target: string; readonly name?: string },
): Promise<void> {
  await insertAuditEvent(tx, {
    utilityId: utility.id,
    at: event.at,
    actorKind: actor.kind,
    actor: actor.uid,
    action: event.action,
    targetKind: 'registration',
    target: event.target,
    ipAddress: actor.ipAddress,
    requestId: actor.requestId,
    detail: event.name === undefined ? {} : { name: event.name },
  });
}

/**
 * Makes a personal API token: one bearer for all authorizations of a registration, until it is revoked.
 *
 * @returns the token, to be shown once; or what is wrong with its name.
 */
export async function makeApiToken(
  { db, clock }: Pick<RegistrationContext, 'db' | 'clock'>,
  input: ChangeOrigin & { readonly registration: Registration; readonly name: string },
): Promise<ShownSecret | 'required' | 'too_long'> {
  const { registration, name } = input;
  if (name === '') return 'required';
  if (name.length > 100) return 'too_long';
  const value = newToken();
  const issued = clock.now();
  await db.transaction(async (tx) => {
    await insertRegistrationToken(tx, {
      hash: sha256(value),
      kind: 'api_token',
      clientId: registration.id,
      issued,
      name,
      lastFour: lastFourOf(value),
    });
    await audit(tx, input, { at: issued, action: 'api_token.made', target: registration.uid, name });
  });
  return { kind: 'api_token', value };
}

/**
 * Revokes a personal API token: it is refused on the next request.
 *
 * @param input.id as `listSecrets` gives it.
 * @throws AppError `not_found`.
 */
export async function revokeApiToken(
  { db, clock }: Pick<RegistrationContext, 'db' | 'clock'>,
  input: ChangeOrigin & { readonly registration: Registration; readonly id: string },
): Promise<void> {
  const { registration, id } = input;
  const now = clock.now();
  await db.transaction(async (tx) => {
    const hash = await revokeApiTokenRow(tx, { clientId: registration.id, id, now });
    if (hash === undefined) throw new AppError('not_found', 'There is no such API token.');
    await announceTokenChange(tx, { of: 'token', key: hash });
    await audit(tx, input, { at: now, action: 'api_token.revoked', target: registration.uid });
  });
}
