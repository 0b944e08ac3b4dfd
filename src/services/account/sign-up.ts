import type { Clock } from '../../platform/clock.ts';
import { newUid } from '../../platform/ids.ts';
import { hashPassword } from '../../platform/passwords.ts';
import type { Queryable } from '../../storage/database.ts';
import { findThirdPartyAccountByEmail, insertThirdPartyAccount } from '../../storage/third-party-accounts.ts';
import { isEmail, normalEmail } from './email.ts';
import { checkMailedCode, type MailedCode, makeMailedCode } from './mailed-code.ts';
import { type PasswordFault, passwordFault } from './password-fault.ts';

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
export interface PendingSignUp extends MailedCode {
  readonly name: string;
  readonly passwordHash: string;
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
  const passwordHash = await hashPassword(input.password);
  const { code, mailed } = makeMailedCode(email, clock.now());
  return { outcome: 'sent', pending: { ...mailed, name: input.name, passwordHash }, code };
}

/** Makes a new code for a sign-up; the one before is worth nothing. */
export function renewSignUpCode(
  { clock }: Pick<AccountContext, 'clock'>,
  pending: PendingSignUp,
): { readonly pending: PendingSignUp; readonly code: string } {
  const { code, mailed } = makeMailedCode(pending.email, clock.now());
  return { code, pending: { ...pending, ...mailed } };
}

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
  const checked = checkMailedCode(pending, { code, now });
  if (checked === 'expired') return { outcome: 'expired' };
  if (checked === 'wrong') return { outcome: 'wrong', pending: { ...pending, tries: pending.tries + 1 } };
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
