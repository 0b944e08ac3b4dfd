import { maxPasswordLength, minPasswordLength } from '../../platform/passwords.ts';

/** What is wrong with a password that somebody chooses. */
export type PasswordFault = 'required' | 'password_short' | 'too_long';

/** What is wrong with a new password; undefined when nothing is. */
export function passwordFault(password: string): PasswordFault | undefined {
  if (password === '') return 'required';
  if (password.length < minPasswordLength) return 'password_short';
  return password.length > maxPasswordLength ? 'too_long' : undefined;
}
