import { Command, InvalidArgumentError, Option } from 'commander';
import { type Config, options } from '../config/options.ts';
import type { CliContext } from './context.ts';

interface ServeFlags {
  readonly role?: Config['role'];
  readonly processes?: Config['processes'];
}

function parseProcesses(text: string): Config['processes'] {
  const { parse, accepted } = options.processes;
  const value = parse(text);
  if (value === undefined) throw new InvalidArgumentError(`Give ${accepted}.`);
  return value;
}

/** The command `serve`. */
export function serveCommand(context: CliContext): Command {
  return new Command('serve')
    .description('run the server; without any data it makes a demo utility first')
    .addOption(
      new Option(
        '--role <role>',
        'what this process does: answer requests (web), do jobs (worker), or both (all)',
      ).choices(['all', 'web', 'worker']),
    )
    .option(
      '--processes <n>',
      'how many processes share the port; auto: one for each core (PostgreSQL only)',
      parseProcesses,
    )
    .action(async (flags: ServeFlags) => {
      context.setExitCode(await context.serve({ ...context.config(), ...flags }));
    });
}
