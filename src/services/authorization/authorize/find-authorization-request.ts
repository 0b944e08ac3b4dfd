import { parseScope, type Scope } from '../../../espi/scope.ts';
import { digestsEqual, sha256 } from '../../../platform/hash.ts';
import { findOauthClientById, type OauthClient } from '../../../storage/oauth-clients.ts';
import { findOauthRequest } from '../../../storage/oauth-requests.ts';
import type { OauthContext } from '../oauth-context.ts';

/** A request that waits for its customer's decision. */
export interface AuthorizationRequest {
  /** Of the address; never stored as it is. */
  readonly id: string;
  readonly idHash: string;
  readonly sessionHash: string;
  readonly client: OauthClient;
  readonly issuer: string;
  /** Null: the customer ends on a receipt. */
  readonly redirectUri: string | null;
  readonly redirectGiven: boolean;
  /** As it was asked for, byte for byte. */
  readonly requestedScope: string;
  /** What the customer is asked: its registered part. */
  readonly scope: Scope;
  readonly scopeGiven: boolean;
  readonly state: string | null;
  readonly codeChallenge: string | null;
  readonly forceLogin: boolean;
  /** Milliseconds. */
  readonly created: number;
  readonly expires: number;
}

/**
 * Finds a request of this session that waits; undefined when it is over, decided, another browser's, or its third
 * party was suspended meanwhile.
 */
export async function findAuthorizationRequest(
  { db, clock }: Pick<OauthContext, 'db' | 'clock'>,
  { id, sessionHash }: { readonly id: string; readonly sessionHash: string },
): Promise<AuthorizationRequest | undefined> {
  const row = await findOauthRequest(db, sha256(id));
  if (row === undefined || row.expires <= clock.now() || !digestsEqual(row.sessionHash, sessionHash))
    return undefined;
  const client = await findOauthClientById(db, row.clientId);
  if (client === undefined || client.state === 'suspended' || client.state === 'terminated') return undefined;
  const { clientId: _, scope, ...rest } = row;
  return { ...rest, id, client, scope: parseScope(scope) };
}
