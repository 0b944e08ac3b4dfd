import type { Queryable } from '../../storage/database.ts';
import { enqueueJob } from '../../storage/job-queue.ts';

/** Name of the job that mails and notifies what happened to an Authorization. */
export const authorizationEventJobKind = 'authorization_event';

/** What the job gets. */
export interface AuthorizationEventJob {
  /** Key of the Authorization. */
  readonly authorizationId: number;
  /**
   * `granted`: receipt to the customer, notification to the third party. `ended`: mail to the customer, notification
   * (unless the third party ended it itself). `token_reuse`: mail to the operator.
   */
  readonly event: 'granted' | 'ended' | 'token_reuse';
  /** Milliseconds. */
  readonly at: number;
}

/** Has the event mailed and notified after the commit of `tx`. */
export async function enqueueAuthorizationEvent(tx: Queryable, job: AuthorizationEventJob): Promise<void> {
  await enqueueJob(tx, {
    kind: authorizationEventJobKind,
    payload: { ...job },
    key: `${authorizationEventJobKind}:${job.authorizationId}:${job.event}`,
  });
}
