import { parseScope } from '../../espi/scope.ts';
import { AppError } from '../../platform/errors.ts';
import { newUid } from '../../platform/ids.ts';
import { insertAuditEvent } from '../../storage/audit-events.ts';
import { insertAuthorization } from '../../storage/authorizations.ts';
import { insertAuthorizationEvent } from '../../storage/consent-records.ts';
import { findCustomerAccountByUid } from '../../storage/customer-accounts.ts';
import { listMetersOfCustomer } from '../../storage/grant-targets.ts';
import type { Registration } from '../../storage/registrations.ts';
import { keepStamp, lockStamp } from '../../storage/stamps.ts';
import { enqueueAuthorizationEvent } from '../authorization/authorization-jobs.ts';
import { askedTerms } from '../authorization/authorize/asked-terms.ts';
import { type GrantedTerms, grantedTerms } from '../authorization/authorize/granted-terms.ts';
import { issueToken } from '../authorization/issue-token.ts';
import type { ChangeOrigin, RegistrationContext } from './registration-context.ts';

/** A test customer says yes without being asked: for a developer who tries an app. */
export interface TestConsent extends ChangeOrigin {
  readonly registration: Registration;
  /** As `listTestCustomers` gives it. */
  readonly customer: string;
}

/** All of what the scope asks for, as far back and as long as it says; where it names no end, until it is ended. */
function fullTerms({ registration, utility }: TestConsent, now: number): GrantedTerms {
  const scope = parseScope(registration.scopes[0] ?? '');
  const place = { now, timeZone: utility.timeZone };
  const asked = askedTerms(scope, { ...place, registered: registration.scopes });
  const { dataKinds, history } = asked;
  const duration = asked.endNamed ? asked.duration : ({ kind: 'until_stopped' } as const);
  return grantedTerms({ scope, asked }, { dataKinds, history, duration }, place);
}

/**
 * Authorizes a registration as a test customer, with everything that its scope names and all of the customer's
 * meters, and issues an access token for an hour. No refresh token: those come from the token endpoint alone.
 *
 * @throws AppError `not_found` for a customer that is no test customer; `conflict` when the registration is stopped.
 */
export async function authorizeTestCustomer(
  { db, clock }: Pick<RegistrationContext, 'db' | 'clock'>,
  input: TestConsent,
): Promise<{ readonly uid: string; readonly accessToken: string }> {
  const { registration, customer, utility, actor } = input;
  if (registration.state === 'suspended' || registration.state === 'terminated')
    throw new AppError('conflict', 'The registration is stopped: nobody can share with it.');
  const account = await findCustomerAccountByUid(db, { utilityId: utility.id, uid: customer });
  const customerId = account?.customerIds[0];
  if (account?.testScenario == null || customerId === undefined)
    throw new AppError('not_found', 'There is no such test customer.');
  const { language } = account;
  const uid = newUid();
  const now = clock.now();
  const terms = fullTerms(input, now);
  const scope = terms.scope.text;
  return await db.transaction(async (tx) => {
    const meters = await listMetersOfCustomer(tx, customerId);
    const stamp = await lockStamp(tx, utility.id, now);
    const authorizationId = await insertAuthorization(tx, {
      utilityId: utility.id,
      clientId: registration.id,
      uid,
      customerId,
      scope,
      requestedScope: scope,
      start: Math.floor(now / 1000),
      end: terms.end,
      dataStart: terms.dataStart,
      dataEnd: terms.dataEnd,
      grantType: 'authorization_code',
      stamp,
      meterIds: meters.map(({ id }) => id),
      test: true,
      language,
    });
    await keepStamp(tx, utility.id, stamp);
    await insertAuthorizationEvent(tx, { authorizationId, event: 'granted', at: now });
    await insertAuditEvent(tx, {
      utilityId: utility.id,
      at: now,
      actorKind: actor.kind,
      actor: actor.uid,
      action: 'authorization.granted',
      targetKind: 'Authorization',
      target: uid,
      ipAddress: actor.ipAddress,
      requestId: actor.requestId,
      detail: { test: account.testScenario, withoutForm: true },
    });
    await enqueueAuthorizationEvent(tx, { authorizationId, event: 'granted', at: now });
    const clientId = registration.id;
    const { token } = await issueToken(
      { db: tx, clock },
      { kind: 'access_token', clientId, authorizationId },
    );
    return { uid, accessToken: token };
  });
}
