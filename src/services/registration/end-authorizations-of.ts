import { listActiveUids } from '../../storage/client-authorizations.ts';
import type { Queryable } from '../../storage/database.ts';
import { enqueueJob } from '../../storage/job-queue.ts';
import { endAuthorization } from '../authorization/end-authorization.ts';
import type { OauthContext } from '../authorization/oauth-context.ts';

/** Name of the job that ends the authorizations of a terminated registration. */
export const registrationEndJobKind = 'registration_end';

/** What the job gets. */
export interface RegistrationEndJob {
  /** Key of the third party. */
  readonly clientId: number;
  /** The operator's words. */
  readonly note: string;
  /** Uid of the operator. */
  readonly actor: string;
}

/** Most authorizations that one call ends. */
const batch = 500;

/** Has every authorization of a registration ended after the commit of `tx`, whatever becomes of this process. */
export async function enqueueRegistrationEnd(tx: Queryable, job: RegistrationEndJob): Promise<void> {
  await enqueueJob(tx, {
    kind: registrationEndJobKind,
    payload: { ...job },
    key: `${registrationEndJobKind}:${job.clientId}`,
  });
}

/**
 * Ends authorizations of a registration, each in its own transaction: each customer is told, each end is audited.
 * What was ended before stays as it is, so that it may be asked for twice.
 *
 * @returns how many it ended; call again when it is not 0.
 */
export async function endAuthorizationsOf(
  context: Pick<OauthContext, 'db' | 'clock' | 'tokenCache'>,
  { clientId, note, actor }: RegistrationEndJob,
): Promise<number> {
  const uids = await listActiveUids(context.db, { clientId, limit: batch });
  for (const uid of uids)
    await endAuthorization(context, {
      uid,
      cause: 'operator',
      note,
      actor: { kind: 'operator', uid: actor },
    });
  return uids.length;
}
