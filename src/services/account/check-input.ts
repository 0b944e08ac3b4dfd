import { AppError } from '../../platform/errors.ts';
import { maxPasswordLength, minPasswordLength } from '../../platform/passwords.ts';
import { isEmail } from './email.ts';

/** What is wrong with a value that an operator gave. */
export const badValue = (parameter: string, words: string): AppError =>
  new AppError('invalid_input', `${parameter}: ${words}`, { parameter });

/** @throws AppError `invalid_input` for a password that is too short or too long. */
export function checkPassword(password: string): void {
  if (password.length < minPasswordLength || password.length > maxPasswordLength)
    throw badValue(
      'password',
      `use at least ${minPasswordLength} characters; a few words in a row work well.`,
    );
}

/** @throws AppError `invalid_input` for what cannot be an e-mail address. */
export function checkEmail(email: string): void {
  if (!isEmail(email.trim())) throw badValue('email', `"${email}" is not an e-mail address.`);
}
