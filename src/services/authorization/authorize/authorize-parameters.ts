import { type AuthorizeFault, parameterFault } from './authorize-error.ts';

/** The parameters of a request to the authorization endpoint. */
export interface AuthorizeParameters {
  /** The value of a parameter; undefined when it is absent or empty. The first, when it is repeated. */
  readonly get: (name: string) => string | undefined;
  readonly isRepeated: (name: string) => boolean;
}

/** The parameters that mean something here; others may repeat as they like. */
const known = [
  'response_type',
  'response_mode',
  'scope',
  'state',
  'code_challenge',
  'code_challenge_method',
  'prompt',
] as const;

/** Most characters of a `state`: it comes back in a header. */
const maxStateLength = 2048;

/** Reads the query of the authorization endpoint. */
export function authorizeParameters(query: URLSearchParams): AuthorizeParameters {
  return {
    get: (name) => query.get(name) || undefined,
    isRepeated: (name) => query.getAll(name).length > 1,
  };
}

/** Checks that no parameter is repeated, and that the state can be sent back. */
export function checkParameters(parameters: AuthorizeParameters): AuthorizeFault | undefined {
  const repeated = known.find((name) => parameters.isRepeated(name));
  if (repeated !== undefined) return parameterFault(repeated, `${repeated} stands more than once`);
  const mode = parameters.get('response_mode');
  if (mode !== undefined && mode !== 'query')
    return parameterFault('response_mode', 'response_mode can only be query');
  if (stateOf(parameters) === undefined && parameters.get('state') !== undefined)
    return parameterFault('state', `state has more than ${maxStateLength} characters, or control characters`);
  return undefined;
}

/** The state, when it can be sent back. */
export function stateOf(parameters: AuthorizeParameters): string | undefined {
  const state = parameters.get('state');
  const fine = state !== undefined && state.length <= maxStateLength && !/\p{Cc}/u.test(state);
  return fine && !parameters.isRepeated('state') ? state : undefined;
}
