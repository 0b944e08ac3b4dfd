import { findOauthClient, type OauthClient } from '../../../storage/oauth-clients.ts';
import type { OauthContext } from '../oauth-context.ts';
import type { AuthorizeFault } from './authorize-error.ts';
import type { AuthorizeParameters } from './authorize-parameters.ts';

/** Finds the third party that asks. Without it nothing else is checked, and nobody is sent anywhere. */
export async function checkClient(
  { db }: Pick<OauthContext, 'db'>,
  parameters: AuthorizeParameters,
  slug: string | undefined,
): Promise<OauthClient | AuthorizeFault> {
  const clientId = parameters.get('client_id');
  if (clientId === undefined || parameters.isRepeated('client_id'))
    return {
      page: 'client_missing',
      description: clientId === undefined ? 'client_id is missing' : 'client_id stands more than once',
      refusal: { code: 'client_unknown', parameter: 'client_id' },
    };
  const found = clientId.includes('\0') ? undefined : await findOauthClient(db, clientId);
  if (found === undefined || (slug !== undefined && found.utility.slug !== slug))
    return {
      page: 'client_unknown',
      description: 'client_id is not known at this utility',
      refusal: { code: 'client_unknown', parameter: 'client_id' },
    };
  if (found.state === 'suspended' || found.state === 'terminated')
    return {
      page: 'client_suspended',
      description: 'the registration is not active',
      refusal: { code: 'registration_suspended' },
      client: found,
    };
  return found;
}
