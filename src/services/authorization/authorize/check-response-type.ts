import { type AuthorizeFault, parameterFault } from './authorize-error.ts';
import type { AuthorizeParameters } from './authorize-parameters.ts';

/** Checks that a code is asked for: there is nothing else. */
export function checkResponseType(parameters: AuthorizeParameters): AuthorizeFault | undefined {
  const type = parameters.get('response_type');
  if (type === 'code') return undefined;
  return type === undefined
    ? parameterFault('response_type', 'response_type is missing: it is always code')
    : parameterFault('response_type', 'response_type can only be code', 'unsupported_response_type');
}
