import { AppError } from '../../platform/errors.ts';

/** The error for a month whose partition cannot be made or rewritten while something reads the readings for long. */
export const busyReadings = (month: string): AppError =>
  new AppError(
    'unavailable',
    `${month} was left as it is: a backup or something else that takes long is reading the readings. Try again when it has ended; a worker does so by itself.`,
  );
