import { resourceRoot } from '../../../espi/resources.ts';
import type { Visit } from '../../serving/visit.ts';
import type { ClientAddresses } from '../keys.tsx';

/** Where a client of this utility sends what. */
export function addressesOf({
  context: { publicUrl },
  base,
}: Pick<Visit, 'context' | 'base'>): Omit<ClientAddresses, 'applicationInformation'> {
  const oauth = `${publicUrl}${base}/oauth`;
  return {
    authorize: `${oauth}/authorize`,
    token: `${oauth}/token`,
    revoke: `${oauth}/revoke`,
    resource: publicUrl + resourceRoot,
    metadata: `${publicUrl}/.well-known/oauth-authorization-server${base}`,
  };
}
