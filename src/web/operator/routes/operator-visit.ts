import { AppError } from '../../../platform/errors.ts';
import { findOperator } from '../../../services/account/find-account.ts';
import { getRegistration } from '../../../services/registration/find-registration.ts';
import type { RegistrationContext } from '../../../services/registration/registration-context.ts';
import { registrationMailComposer } from '../../mails/registration-mail.ts';
import { originOf } from '../../serving/actor.ts';
import type { Registration } from '../../serving/registration-views.ts';
import type { SignedInVisit, Visit } from '../../serving/visit.ts';
import type { OperatorBase } from '../frame.tsx';

/** What every operator page is told. */
export const operatorBase = ({ context }: Visit): OperatorBase => ({ outbox: context.keepsMail });

/** The public page for developers, to pass on. */
export const developersUrl = ({ context, paths }: Visit): string => context.publicUrl + paths.developers;

/** The registration of the page's path, at this utility. */
export async function registrationOfPage({
  context,
  request,
  utility,
}: SignedInVisit): Promise<Registration> {
  const { uid = '' } = request.params as { uid?: string };
  return await getRegistration(context, { uid, utilityId: utility.id });
}

/** What changing registrations needs, with the mails of these pages. */
export function registrationContext({ context }: SignedInVisit): RegistrationContext & typeof context {
  return { ...context, composeRegistrationMail: registrationMailComposer(context) };
}

/**
 * The operator who changes something.
 *
 * @throws AppError `not_allowed` for an auditor, who sees everything and changes nothing.
 */
export async function operatorOrigin(visit: SignedInVisit) {
  const account = await findOperator(visit.context, { id: visit.subjectId });
  if (account === undefined || account.role !== 'operator')
    throw new AppError('not_allowed', 'An auditor sees everything and changes nothing.');
  return originOf(visit, { kind: 'operator', uid: account.uid, name: account.name });
}
