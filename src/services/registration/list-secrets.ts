import type { Clock } from '../../platform/clock.ts';
import type { Queryable } from '../../storage/database.ts';
import { listRegistrationTokens } from '../../storage/registration-tokens.ts';
import type { Registration } from '../../storage/registrations.ts';

/** A secret by what may be shown of it. Times in milliseconds. */
export interface SecretFacts {
  readonly kind: 'client_secret' | 'registration_access_token';
  readonly lastFour: string;
  readonly createdAt: number;
  readonly lastUsedAt?: number;
  readonly previousUntil?: number;
}

/** A personal API token by what may be shown of it. */
export interface ApiTokenFacts {
  readonly id: string;
  readonly name: string;
  readonly lastFour: string;
  readonly createdAt: number;
  readonly lastUsedAt?: number;
}

const used = (at: number | null): { lastUsedAt?: number } => (at === null ? {} : { lastUsedAt: at });

function clientSecret(registration: Registration, now: number): SecretFacts {
  const { secretLastFour, secretCreated, registered, previousSecretUntil } = registration;
  return {
    kind: 'client_secret',
    lastFour: secretLastFour ?? '????',
    createdAt: secretCreated ?? registered,
    ...(previousSecretUntil !== null && previousSecretUntil > now
      ? { previousUntil: previousSecretUntil }
      : {}),
  };
}

/** The secrets of a registration, never their values. */
export async function listSecrets(
  { db, clock }: { readonly db: Queryable; readonly clock: Clock },
  { registration }: { readonly registration: Registration },
): Promise<{ readonly secrets: readonly SecretFacts[]; readonly apiTokens: readonly ApiTokenFacts[] }> {
  const now = clock.now();
  const clientId = registration.id;
  const own = await listRegistrationTokens(db, { clientId, kind: 'registration_access_token', now });
  const apiTokens = await listRegistrationTokens(db, { clientId, kind: 'api_token', now });
  const current = own.find(({ expires }) => expires === null);
  const previous = own.find(({ expires, lastFour }) => expires !== null && lastFour !== null);
  const token: SecretFacts[] =
    current === undefined
      ? []
      : [
          {
            kind: 'registration_access_token',
            lastFour: current.lastFour ?? '????',
            createdAt: current.issued,
            ...used(current.lastUsed),
            ...(previous?.expires == null ? {} : { previousUntil: previous.expires }),
          },
        ];
  return {
    secrets: [clientSecret(registration, now), ...token],
    apiTokens: apiTokens.map(({ hash, name, lastFour, issued, lastUsed }) => ({
      id: hash.slice(0, 20),
      name: name ?? '',
      lastFour: lastFour ?? '????',
      createdAt: issued,
      ...used(lastUsed),
    })),
  };
}
