import type { Queryable } from '../../storage/database.ts';
import { enqueueJob } from '../../storage/job-queue.ts';

/** Name of the job that mails and notifies what happened to an Authorization. */
export const authorizationEventJobKind = 'authorization_event';

/** What the job gets. */
export interface AuthorizationEventJob {
  /** Key of the Authorization. */
  readonly authorizationId: number;
  /**
   * `granted`: receipt to the customer, bulk to the third party. `begun`: notification to the third party, or a bulk, of one that
   * it did not get from the customer itself. `ended`: mail to the customer, notification (unless the third party ended it
   * itself). `token_reuse`: mail to the operator.
   */
  readonly event: 'granted' | 'begun' | 'ended' | 'token_reuse';
  /** Milliseconds; nothing is told before. */
  readonly at: number;
}

/** Has the event mailed and notified after the commit of `tx`, when its time has come. */
export async function enqueueAuthorizationEvent(tx: Queryable, job: AuthorizationEventJob): Promise<void> {
  await enqueueJob(tx, {
    kind: authorizationEventJobKind,
    payload: { ...job },
    key: `${authorizationEventJobKind}:${job.authorizationId}:${job.event}`,
    runAt: job.at,
  });
}
