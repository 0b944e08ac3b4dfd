import { randomInt } from 'node:crypto';
import type { Clock } from '../../platform/clock.ts';
import { digestsEqual, sha256 } from '../../platform/hash.ts';
import { newUid } from '../../platform/ids.ts';
import { hashPassword } from '../../platform/passwords.ts';
import type { Queryable } from '../../storage/database.ts';
import { findThirdPartyAccountByEmail, insertThirdPartyAccount } from '../../storage/third-party-accounts.ts';
import { countTry } from '../throttle/throttle.ts';
import { isEmail, normalEmail } from './email.ts';
import { type PasswordFault, passwordFault } from './password-fault.ts';

/** How long the code of a sign-up works. */
const signUpCodeMilliseconds = 15 * 60_000;
const maxTries = 5;

/** What is entered. */
export interface SignUpInput {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/** What is wrong with a field. */
type SignUpFault = PasswordFault | 'email_invalid' | 'email_taken';

/** Faults by field. */
export type SignUpFaults = { readonly [K in keyof SignUpInput]?: SignUpFault };

/** A sign-up whose address is not confirmed yet. It lives in the browser's session: plain data. */
export interface PendingSignUp {
  readonly name: string;
  readonly email: string;
  readonly passwordHash: string;
  /** SHA-256 of the code together with the address. */
  readonly codeHash: string;
  readonly tries: number;
  /** Milliseconds. */
  readonly expires: number;
}

interface AccountContext {
  readonly db: Queryable;
  readonly clock: Clock;
}

function faultsOf({ name, email, password }: SignUpInput): SignUpFaults {
  const nameFault = name === '' ? 'required' : name.length > 100 ? 'too_long' : undefined;
  const emailFault = email === '' ? 'required' : isEmail(email) ? undefined : 'email_invalid';
  const fault = passwordFault(password);
  return {
    ...(nameFault ? { name: nameFault } : {}),
    ...(emailFault ? { email: emailFault } : {}),
    ...(fault ? { password: fault } : {}),
  };
}

const codeHash = (email: string, code: string): string => sha256(`${email} ${code}`);

const newCode = (): string => String(randomInt(1_000_000)).padStart(6, '0');

/** Begins a sign-up: checks what was entered, and makes the code that confirms the address. */
export async function beginSignUp(
  { db, clock }: AccountContext,
  input: SignUpInput,
): Promise<
  | { readonly outcome: 'refused'; readonly faults: SignUpFaults }
  | { readonly outcome: 'sent'; readonly pending: PendingSignUp; readonly code: string }
> {
  const faults = faultsOf(input);
  if (Object.keys(faults).length > 0) return { outcome: 'refused', faults };
  const email = normalEmail(input.email);
  if ((await findThirdPartyAccountByEmail(db, email)) !== undefined)
    return { outcome: 'refused', faults: { email: 'email_taken' } };
  const code = newCode();
  const pending = {
    name: input.name,
    email,
    passwordHash: await hashPassword(input.password),
    codeHash: codeHash(email, code),
    tries: 0,
    expires: clock.now() + signUpCodeMilliseconds,
  };
  return { outcome: 'sent', pending, code };
}

/** Makes a new code for a sign-up; the one before is worth nothing. */
export function renewSignUpCode(
  { clock }: Pick<AccountContext, 'clock'>,
  pending: PendingSignUp,
): { readonly pending: PendingSignUp; readonly code: string } {
  const code = newCode();
  const expires = clock.now() + signUpCodeMilliseconds;
  return { code, pending: { ...pending, codeHash: codeHash(pending.email, code), tries: 0, expires } };
}

/** How many tries a code has left. */
export const signUpTriesLeft = ({ tries }: PendingSignUp): number => Math.max(0, maxTries - tries);

/** Confirms the address with the code and makes the account. `wrong` gives the sign-up with one try fewer. */
export async function completeSignUp(
  { db, clock }: AccountContext,
  { pending, code, language }: { pending: PendingSignUp; code: string; language: 'en' | 'fr' },
): Promise<
  | { readonly outcome: 'done'; readonly accountId: number }
  | { readonly outcome: 'wrong'; readonly pending: PendingSignUp }
  | { readonly outcome: 'expired' }
  | { readonly outcome: 'taken' }
> {
  const now = clock.now();
  // In the session, tries at the same time would count as one.
  const tries = await countTry({ db, clock }, { kind: 'account', value: `sign-up code ${pending.codeHash}` });
  if (pending.expires <= now || tries > maxTries) return { outcome: 'expired' };
  if (!digestsEqual(codeHash(pending.email, code.replace(/\D/g, '')), pending.codeHash))
    return { outcome: 'wrong', pending: { ...pending, tries } };
  const { name, email, passwordHash } = pending;
  const accountId = await insertThirdPartyAccount(db, {
    uid: newUid(),
    name,
    email,
    passwordHash,
    language,
    created: now,
  });
  return accountId === undefined ? { outcome: 'taken' } : { outcome: 'done', accountId };
}
