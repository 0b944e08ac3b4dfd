import { listUtilities } from '../../services/registration/find-utility.ts';
import type { Visit } from './visit.ts';

/**
 * Whether developers who forgot their password are sent a link. Where no mail leaves it lies in the outbox of one utility,
 * whose people must not get into the account of a developer of another one: accounts are the same at all of them.
 */
export async function sendsResetLinks({ context }: Pick<Visit, 'context'>): Promise<boolean> {
  return !context.keepsMail || (await listUtilities(context)).length === 1;
}
