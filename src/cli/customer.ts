import { Command } from 'commander';
import { chooseUtility } from '../services/registration/choose-utility.ts';
import { listCustomers, listLooseMeters } from '../services/registration/list-customers.ts';
import type { CliContext } from './context.ts';
import { customerAccountCommand } from './customer-account.ts';
import { withCustodian } from './with-custodian.ts';

const mostLooseMeters = 1_000;

function listCommand(context: CliContext): Command {
  return new Command('list')
    .description('list the customers with their meters, and the meters whose customer is not known')
    .option('--utility <slug>', 'which utility; may be left out when there is one')
    .option('--json', 'print a JSON object a line')
    .action(async (options: { utility?: string; json?: boolean }) => {
      await withCustodian(context, 'customer list', async (custodian) => {
        const { id: utilityId } = await chooseUtility(custodian, options.utility);
        const json = options.json === true;
        for await (const customer of listCustomers(custodian, utilityId)) {
          const line = `${customer.key}\t${customer.name ?? ''}\t${customer.meters.join(',')}`;
          context.stdout.write(`${json ? JSON.stringify(customer) : line}\n`);
        }
        const loose = await listLooseMeters(custodian, { utilityId, limit: mostLooseMeters });
        if (loose.length === 0) return;
        context.stdout.write(
          `${json ? JSON.stringify({ key: null, meters: loose }) : `-\t\t${loose.join(',')}`}\n`,
        );
      });
    });
}

/** The commands `customer list` and `customer account`. */
export function customerCommand(context: CliContext): Command {
  return new Command('customer')
    .description('the retail customers and their meters')
    .addCommand(listCommand(context))
    .addCommand(customerAccountCommand(context));
}
