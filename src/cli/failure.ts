import { AppError, type ErrorCode } from '../platform/errors.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';

const exitCodeOf: Readonly<Partial<Record<ErrorCode, ExitCode>>> = {
  invalid_param: exitCodes.usage,
  invalid_input: exitCodes.usage,
  invalid_config: exitCodes.usage,
  not_found: exitCodes.notFound,
  conflict: exitCodes.refused,
  data_in_use: exitCodes.refused,
  data_unreadable: exitCodes.refused,
};

/** The exit code and the line on stderr for whatever a command threw: what, where, and how it is mended. */
export function describeFailure(error: unknown, showCause: boolean): { code: ExitCode; line: string } {
  const cause = (value: unknown): string =>
    showCause && value instanceof Error ? `\n${value.stack ?? value.message}` : '';
  if (error instanceof AppError)
    return {
      code: exitCodeOf[error.code] ?? exitCodes.failed,
      line: `meterhouse: ${error.message}${cause(error.cause)}\n`,
    };
  const message = error instanceof Error ? error.message : String(error);
  return {
    code: exitCodes.failed,
    line: `meterhouse: this should not have happened: ${message}. LOG_LEVEL=debug shows where.${cause(error)}\n`,
  };
}
