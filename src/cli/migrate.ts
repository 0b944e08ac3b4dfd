import { Command } from 'commander';
import type { CliContext } from './context.ts';
import { printJson } from './print.ts';
import { withCustodian } from './with-custodian.ts';

/** The command `migrate`: what every start does, for those who want it apart. */
export function migrateCommand(context: CliContext): Command {
  return new Command('migrate')
    .description('bring the database to the schema of this version; every start does so too')
    .option('--json', 'print one JSON document')
    .action(async ({ json }: { json?: boolean }) => {
      await withCustodian(context, 'migrate', async ({ migrated, location }) => {
        if (json === true) return printJson(context, { location, migrated });
        for (const name of migrated) context.stdout.write(`${name}\n`);
        context.stderr.write(
          migrated.length === 0 ? `${location} is up to date.\n` : `${location} was migrated.\n`,
        );
      });
    });
}
