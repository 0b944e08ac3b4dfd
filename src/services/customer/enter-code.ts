import { digestsEqual } from '../../platform/hash.ts';
import {
  countOneTimeCodeTry,
  deleteOneTimeCode,
  findOneTimeCode,
  type OneTimeCodeRow,
} from '../../storage/one-time-codes.ts';
import { clearThrottle } from '../throttle/throttle.ts';
import { customersOfCode } from './customers-of-code.ts';
import { type Attempt, type IdentifyContext, keysOf } from './identified.ts';
import { codeHash, codesTo } from './send-code.ts';

/** Tries that one code allows. */
const codeTries = 5;

/** A code that a session waits for, as its page shows it. */
export interface PendingCode {
  readonly channel: OneTimeCodeRow['channel'];
  readonly masked: string;
  readonly expiresAt: number;
  readonly triesLeft: number;
}

/** What entering a code came to. */
export type CodeOutcome =
  | {
      readonly outcome: 'identified';
      readonly customerIds: readonly number[];
      readonly by: 'email_code' | 'lookup';
    }
  | { readonly outcome: 'wrong' }
  /** Too old, tried too often, or used. */
  | { readonly outcome: 'expired' };

/** The code that a session waits for, also when its time is over; undefined when none was sent. */
export async function findPendingCode(
  { db }: Pick<IdentifyContext, 'db'>,
  sessionHash: string,
): Promise<PendingCode | undefined> {
  const row = await findOneTimeCode(db, sessionHash);
  if (row === undefined) return undefined;
  return {
    channel: row.channel,
    masked: row.sentTo,
    expiresAt: row.expires,
    triesLeft: Math.max(0, codeTries - row.tries),
  };
}

/** Forgets that a code was sent: the customer starts over. */
export async function forgetCode({ db }: Pick<IdentifyContext, 'db'>, sessionHash: string): Promise<void> {
  await deleteOneTimeCode(db, sessionHash);
}

/**
 * Compares what was entered with the code of the session. A right code works once, and only for customers who still
 * read the address that it went to; where that is nobody it is like one to an address that nobody has.
 */
export async function enterCode(
  context: IdentifyContext,
  input: Attempt & { readonly sessionHash: string; readonly code: string },
): Promise<CodeOutcome> {
  const { db, clock } = context;
  const { sessionHash, utilityId } = input;
  const row = await countOneTimeCodeTry(db, sessionHash);
  if (row === undefined || row.tries > codeTries || row.expires <= clock.now()) return { outcome: 'expired' };
  const entered = input.code.replace(/\D/g, '');
  const right = digestsEqual(codeHash(sessionHash, entered), row.codeHash);
  const now = await customersOfCode(db, { utilityId, code: row });
  const customerIds = row.customerIds.filter((id) => now.includes(id));
  if (!right || customerIds.length === 0) return { outcome: row.tries >= codeTries ? 'expired' : 'wrong' };
  if (!(await deleteOneTimeCode(db, sessionHash))) return { outcome: 'expired' };
  await clearThrottle({ db }, keysOf(input, codesTo(row.email)));
  return { outcome: 'identified', customerIds, by: row.identifiedBy };
}
