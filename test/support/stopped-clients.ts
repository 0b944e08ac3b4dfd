import { getRegistration } from '../../src/services/registration/find-registration.ts';
import {
  resumeRegistration,
  suspendRegistration,
} from '../../src/services/registration/stop-registration.ts';
import { terminateRegistration } from '../../src/services/registration/terminate-registration.ts';
import { findUtilityById } from '../../src/storage/utilities.ts';
import { type House, publicUrl } from './house.ts';

/** What an operator does with a third party of the test house. */
export async function stopClient(
  { db, clock }: Pick<House, 'db' | 'clock'>,
  { uid, utilityId }: { readonly uid: string; readonly utilityId: number },
  step: 'suspend' | 'resume' | 'terminate',
): Promise<void> {
  const utility = await findUtilityById(db, utilityId);
  if (utility === undefined) throw new RangeError('There is no such utility');
  const composeRegistrationMail = (): never => {
    throw new Error('Nobody is to be mailed');
  };
  const context = { db, clock, publicUrl, secretKey: Buffer.alloc(32, 7), composeRegistrationMail };
  const registration = await getRegistration({ db, clock }, { uid, utilityId });
  const actor = { kind: 'operator', uid: 'olive', name: 'Olive' } as const;
  const input = { registration, utility, actor };
  if (step === 'suspend') await suspendRegistration(context, { ...input, reason: 'It is looked into.' });
  else if (step === 'resume') await resumeRegistration(context, input);
  else await terminateRegistration(context, { ...input, reason: 'It is over.', name: registration.name });
}
