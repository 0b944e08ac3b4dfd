import { resourceRoot } from '../../espi/resources.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database, Queryable } from '../../storage/database.ts';
import { findGrant, type GrantRow } from '../../storage/grants.ts';
import { listOperatorAddresses } from '../../storage/operator-accounts.ts';
import { findUtilityById } from '../../storage/utilities.ts';
import type { AuthorizationEventJob } from '../authorization/authorization-jobs.ts';
import { enqueueBulkCut } from '../bulk/enqueue-bulk-cut.ts';
import { enqueueMail } from '../mail/enqueue-mail.ts';
import type { MailTemplates } from '../mail/mail-templates.ts';
import { enqueueNotification } from '../notification/enqueue-notification.ts';
import { notifiedScope } from '../notification/notified-scope.ts';
import { tellBegin } from '../notification/tell-begin.ts';
import { grantRecord } from './grant-record.ts';
import { mailGrant } from './mail-grant.ts';

/** What telling of an event needs. */
export interface TellContext {
  readonly db: Database;
  readonly clock: Clock;
  readonly publicUrl: string;
  readonly secretKey: Uint8Array;
  readonly mailTemplates: MailTemplates;
}

type InTransaction = TellContext & { readonly tx: Queryable };

/** The third party reads in its Authorization that it has ended. One that ended it itself knows. */
async function notifyEnd({ tx, clock, publicUrl }: InTransaction, row: GrantRow): Promise<void> {
  if (row.endCause === 'third_party') return;
  await enqueueNotification(
    { tx, clock },
    {
      clientId: row.clientId,
      authorizationId: row.id,
      event: 'authorization_ended',
      resources: [`${publicUrl}${resourceRoot}/Authorization/${row.uid}`],
    },
  );
}

/** Operators are told of tokens that were used twice: somebody may have stolen them. */
async function warnOperators({ tx, clock, mailTemplates }: InTransaction, row: GrantRow): Promise<void> {
  const utility = await findUtilityById(tx, row.utilityId);
  if (utility === undefined) return;
  const grant = await grantRecord({ db: tx, clock }, row);
  const mail = mailTemplates.tokenReuse({ utility, language: 'en' }, { grant });
  for (const to of await listOperatorAddresses(tx, row.utilityId))
    await enqueueMail({ tx, clock }, { utilityId: row.utilityId, to, language: 'en', mail });
}

/** Mails and notifies what happened to an Authorization: all of it or nothing. */
export async function tellAuthorizationEvent(
  context: TellContext,
  { authorizationId, event }: Pick<AuthorizationEventJob, 'authorizationId' | 'event'>,
): Promise<void> {
  const { mailTemplates: templates } = context;
  await context.db.transaction(async (tx) => {
    const within = { ...context, tx };
    const row = await findGrant(tx, authorizationId);
    if (row === undefined) return;
    if (event === 'begun') return await tellBegin(within, { authorizationId });
    if (event === 'token_reuse') return await warnOperators(within, row);
    if (event === 'ended') await notifyEnd(within, row);
    if (notifiedScope(row.scope).inBulk)
      await enqueueBulkCut(tx, { clientId: row.clientId, soonest: context.clock.now(), waitMs: 0 });
    const write = event === 'granted' ? templates.receipt : templates.ended;
    await mailGrant(within, { authorizationId, write });
  });
}
