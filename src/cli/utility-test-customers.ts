import { Command } from 'commander';
import { chooseUtility } from '../services/registration/choose-utility.ts';
import type { CliContext } from './context.ts';
import { printJson, printTable } from './print.ts';
import { withCustodian } from './with-custodian.ts';

/** The command `utility test-customers`. */
export function utilityTestCustomersCommand(context: CliContext): Command {
  return new Command('test-customers')
    .description(
      'make invented customers for the sandbox, with 13 months of data; where they are, add the days since',
    )
    .argument('[slug]', 'which utility; may be left out when there is one')
    .option('--json', 'print one JSON document')
    .action(async (slug: string | undefined, { json }: { json?: boolean }) => {
      await withCustodian(context, 'utility test-customers', async (custodian) => {
        const utility = await chooseUtility(custodian, slug);
        // Other commands start without what draws the bills.
        const { makeTestCustomers } = await import('../services/demo/make-test-customers.ts');
        const made = await makeTestCustomers(custodian, utility);
        const { customers, firstDay, lastDay, created } = made;
        if (json === true) return printJson(context, made);
        printTable(
          context,
          ['scenario', 'name', 'id'],
          customers.map(({ scenario, name, id }) => [scenario, name, id]),
        );
        context.stderr.write(
          `${created ? 'Made' : 'There'}: ${customers.length} test customers, readings from ${firstDay} to ${lastDay}.\nApps in the sandbox can share with them; a server with workers adds each day that passes.\n`,
        );
      });
    });
}
