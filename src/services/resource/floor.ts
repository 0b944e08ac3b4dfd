import { findClientView } from '../../storage/client-views.ts';
import type { Principal } from '../authorization/principal.ts';
import type { ResourceContext } from './context.ts';

/**
 * The `updated` of a collection that has never held anything: that of the Authorization, or of the third
 * party where no Authorization is involved.
 */
export async function floorOf({ db }: Pick<ResourceContext, 'db'>, principal: Principal): Promise<number> {
  if (principal.authorization !== undefined) return principal.authorization.updated;
  return (await findClientView(db, principal.client.id))?.updated ?? 0;
}
