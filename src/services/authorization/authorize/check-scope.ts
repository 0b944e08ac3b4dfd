import { fullScope, parseScope, type Scope } from '../../../espi/scope.ts';
import { withinRegistered } from '../../../espi/scope-narrowing.ts';
import { parseScopeParameter } from '../../../espi/scope-parameter.ts';
import { ScopeError } from '../../../espi/scope-terms.ts';
import type { OauthClient } from '../../../storage/oauth-clients.ts';
import { type AuthorizeFault, parameterFault } from './authorize-error.ts';
import type { AuthorizeParameters } from './authorize-parameters.ts';

/** The scope of a request. */
export interface AskedScope {
  /** As it was asked for, byte for byte. */
  readonly requested: string;
  /** The part of it that the registration allows: what the customer is asked. */
  readonly scope: Scope;
  readonly given: boolean;
}

/** Checks the scope. Without one the first registered scope is meant; of a wider one its registered part is asked. */
export function checkScope(
  client: OauthClient,
  parameters: AuthorizeParameters,
): AskedScope | AuthorizeFault {
  const given = parameters.get('scope');
  const requested = given ?? client.scopes[0] ?? fullScope;
  try {
    const registered = client.scopes.map((scope) => parseScope(scope));
    const scope = withinRegistered(parseScopeParameter(requested), registered);
    if (scope !== undefined) return { requested, scope, given: given !== undefined };
  } catch (error) {
    if (!(error instanceof ScopeError)) throw error;
    return parameterFault('scope', error.message, 'invalid_scope');
  }
  return parameterFault('scope', 'scope asks for no data that are registered', 'invalid_scope');
}
