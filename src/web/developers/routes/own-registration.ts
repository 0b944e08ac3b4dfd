import { AppError } from '../../../platform/errors.ts';
import { findDeveloper } from '../../../services/account/find-account.ts';
import { getRegistration } from '../../../services/registration/find-registration.ts';
import type { RegistrationContext } from '../../../services/registration/registration-context.ts';
import { registrationMailComposer } from '../../mails/registration-mail.ts';
import { originOf } from '../../serving/actor.ts';
import type { Registration } from '../../serving/registration-views.ts';
import type { SignedInVisit } from '../../serving/visit.ts';

/** The registration of the page's path, when it is the account's own and this utility's. */
export async function ownRegistration({
  context,
  request,
  subjectId,
  utility,
}: SignedInVisit): Promise<Registration> {
  const { uid = '' } = request.params as { uid?: string };
  const registration = await getRegistration(context, { uid, accountId: subjectId });
  if (registration.utilityId !== utility.id)
    throw new AppError('not_found', 'This registration is at another utility.');
  return registration;
}

/** What changing registrations needs, with the mails of these pages. */
export function registrationContext({ context }: SignedInVisit): RegistrationContext & typeof context {
  return { ...context, composeRegistrationMail: registrationMailComposer(context) };
}

/** The third party as the histories name it. */
export async function developerOrigin(visit: SignedInVisit) {
  const account = await findDeveloper(visit.context, { id: visit.subjectId });
  if (account === undefined) throw new AppError('not_found', 'The account is gone.');
  return originOf(visit, { kind: 'third_party', uid: account.uid, name: account.name });
}
