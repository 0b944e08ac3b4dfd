import type { Clock } from '../../platform/clock.ts';
import { AppError } from '../../platform/errors.ts';
import { type ListedClient, listClients as listRows } from '../../storage/clients.ts';
import type { Queryable } from '../../storage/database.ts';

interface Context {
  readonly db: Queryable;
  readonly clock: Clock;
}

/** The third parties of a utility by name. */
export async function listClients({ db, clock }: Context, utilityId: number): Promise<ListedClient[]> {
  return await listRows(db, { utilityId, now: clock.now() });
}

/**
 * The third party of that name or uid.
 *
 * @throws AppError `not_found`.
 */
export async function getClient(
  { db, clock }: Context,
  { utilityId, nameOrUid }: { readonly utilityId: number; readonly nameOrUid: string },
): Promise<ListedClient> {
  const [client] = await listRows(db, { utilityId, now: clock.now(), nameOrUid });
  if (client === undefined)
    throw new AppError(
      'not_found',
      `There is no third party "${nameOrUid}". List them: meterhouse third-party list.`,
      { parameter: 'third-party' },
    );
  return client;
}
