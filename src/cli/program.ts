import { Command, CommanderError, Help, type Option } from 'commander';
import { authorizationCommand } from './authorization.ts';
import type { CliContext } from './context.ts';
import { customerCommand } from './customer.ts';
import { databaseCommand } from './database.ts';
import { doctorCommand } from './doctor.ts';
import { exitCodes } from './exit-codes.ts';
import { importCommand } from './import.ts';
import { migrateCommand } from './migrate.ts';
import { operatorCommand } from './operator.ts';
import { serveCommand } from './serve-command.ts';
import { thirdPartyCommand } from './third-party.ts';
import { tokenCommand } from './token.ts';
import { utilityCommand } from './utility.ts';
import { validateCommand } from './validate.ts';

const usualHelp = new Help();

function optionDescription(option: Option): string {
  const words = usualHelp.optionDescription(option);
  return option.mandatory && option.defaultValue === undefined ? `${words} (required)` : words;
}

/** Makes a command and all below it throw instead of ending the process, and write where the context says. */
function tame(command: Command, { stdout, stderr }: CliContext): void {
  command
    .exitOverride()
    .showHelpAfterError('(--help tells more)')
    .configureHelp({ optionDescription })
    .configureOutput({
      writeOut: (text) => void stdout.write(text),
      writeErr: (text) => void stderr.write(text),
    });
  for (const child of command.commands) tame(child, { stdout, stderr } as CliContext);
}

/** The command line with all commands. */
function createProgram(context: CliContext, version: string): Command {
  const program = new Command('meterhouse')
    .description(
      'Self-hosted Green Button Connect My Data. Options come from the environment: docs/configuration.md.',
    )
    .version(version)
    .addCommand(serveCommand(context))
    .addCommand(validateCommand())
    .addCommand(importCommand(context))
    .addCommand(utilityCommand(context))
    .addCommand(customerCommand(context))
    .addCommand(thirdPartyCommand(context))
    .addCommand(authorizationCommand(context))
    .addCommand(tokenCommand(context))
    .addCommand(operatorCommand(context))
    .addCommand(databaseCommand(context))
    .addCommand(migrateCommand(context))
    .addCommand(doctorCommand(context));
  tame(program, context);
  return program;
}

/**
 * Runs a command line.
 *
 * @returns once the command has ended; what fails is thrown, but for the words of the command line itself.
 */
export async function runProgram(
  context: CliContext,
  version: string,
  words: readonly string[],
): Promise<void> {
  try {
    await createProgram(context, version).parseAsync(words, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and version are no failures; everything else that the parser refuses is a wrong command line.
    if (error.exitCode !== 0) context.setExitCode(exitCodes.usage);
  }
}
