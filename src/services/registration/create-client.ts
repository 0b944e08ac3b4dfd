import type { ComplexValue } from '../../espi/schema/define.ts';
import type { ApplicationInformation } from '../../espi/schema/usage.ts';
import { fullScope, parseScope } from '../../espi/scope.ts';
import { ScopeError } from '../../espi/scope-terms.ts';
import type { Clock } from '../../platform/clock.ts';
import { sealSecret } from '../../platform/crypto.ts';
import { AppError } from '../../platform/errors.ts';
import { sha256 } from '../../platform/hash.ts';
import { newToken, newUid } from '../../platform/ids.ts';
import { insertClient } from '../../storage/clients.ts';
import type { Database } from '../../storage/database.ts';
import { insertRedirectUri } from '../../storage/redirect-uris.ts';
import { updateNotifyUri } from '../../storage/registration-changes.ts';
import { nextStamp } from '../../storage/stamps.ts';

/** A third-party application that is registered. */
export interface ClientInput {
  readonly utilityId: number;
  readonly name: string;
  /** Scopes that it may ask for; default: everything that is served. */
  readonly scopes?: readonly string[] | undefined;
  /** Elements of ApplicationInformation that it gives of itself. */
  readonly data?: ComplexValue | undefined;
}

/** A registered application, with the secret that is shown once. */
export interface RegisteredClient {
  readonly id: number;
  readonly uid: string;
  readonly bulkUid: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

function checkClient(name: string, scopes: readonly string[]): void {
  if (name.trim() === '' || name.length > 100)
    throw new AppError('invalid_input', 'name: give a name of 1 to 100 characters.', { parameter: 'name' });
  for (const scope of scopes) {
    try {
      parseScope(scope);
    } catch (error) {
      if (!(error instanceof ScopeError)) throw error;
      throw new AppError('invalid_input', `scope: ${error.message}`, { parameter: 'scope', cause: error });
    }
  }
}

/**
 * Registers a third-party application. Its secret is kept as a hash and, as ApplicationInformation must show
 * it, sealed under the key of the installation.
 *
 * @throws AppError `invalid_input`; `conflict` when the utility has a third party of that name.
 */
export async function createClient(
  { db, clock, secretKey }: { readonly db: Database; readonly clock: Clock; readonly secretKey: Uint8Array },
  input: ClientInput,
): Promise<RegisteredClient> {
  const { utilityId, name, scopes = [fullScope], data = {} } = input;
  checkClient(name, scopes);
  const made = { uid: newUid(), bulkUid: newUid(), clientId: newUid(), clientSecret: newToken() };
  const now = clock.now();
  const id = await db.transaction(async (tx) => {
    const inserted = await insertClient(tx, {
      ...made,
      utilityId,
      name,
      scopes,
      data,
      secretHash: sha256(made.clientSecret),
      secretCiphertext: sealSecret(secretKey, made.clientSecret),
      stamp: await nextStamp(tx, utilityId, now),
    });
    if (inserted === undefined) return undefined;
    const { redirect_uri: uris = [], thirdPartyNotifyUri } = data as Partial<ApplicationInformation>;
    for (const uri of uris)
      await insertRedirectUri(tx, { clientId: inserted, uri, state: 'approved', since: now });
    if (thirdPartyNotifyUri !== undefined) await updateNotifyUri(tx, inserted, thirdPartyNotifyUri);
    return inserted;
  });
  if (id === undefined)
    throw new AppError('conflict', `There is a third party "${name}" already. Choose another name.`, {
      parameter: 'name',
    });
  return { id, ...made };
}
