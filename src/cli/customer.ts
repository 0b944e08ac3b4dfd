import { Command } from 'commander';
import { chooseUtility } from '../services/registration/choose-utility.ts';
import { listCustomers, listLooseMeters } from '../services/registration/list-customers.ts';
import type { CliContext } from './context.ts';
import { customerAccountCommand } from './customer-account.ts';
import { shortName } from './print.ts';
import { withCustodian } from './with-custodian.ts';

const mostLooseMeters = 1_000;

type ListedCustomer =
  ReturnType<typeof listCustomers> extends AsyncGenerator<infer Customer> ? Customer : never;

/** What the columns hold, between tabs: there may be more customers than can be lined up. */
const headings = ['customer key', 'customer uid', 'name', 'account numbers', 'meters'];

const lineOf = ({ key, uid, name, accountNumbers, meters, meterUids }: ListedCustomer): string[] => [
  key,
  uid,
  name ?? '',
  accountNumbers.join(','),
  meters.map((meter, i) => shortName(meter, meterUids[i])).join(','),
];

function listCommand(context: CliContext): Command {
  return new Command('list')
    .description(
      'list the customers with their account numbers and meters, and the meters whose customer is not known',
    )
    .option('--utility <slug>', 'which utility; may be left out when there is one')
    .option('--json', 'print a JSON object a line')
    .action(async (options: { utility?: string; json?: boolean }) => {
      await withCustodian(context, 'customer list', async (custodian) => {
        const { id: utilityId } = await chooseUtility(custodian, options.utility);
        let lines = 0;
        const print = (document: unknown, cells: readonly string[]): void => {
          if (options.json === true) return void context.stdout.write(`${JSON.stringify(document)}\n`);
          if (lines++ === 0) context.stdout.write(`${headings.join('\t')}\n`);
          context.stdout.write(`${cells.join('\t')}\n`);
        };
        for await (const customer of listCustomers(custodian, utilityId)) print(customer, lineOf(customer));
        const loose = await listLooseMeters(custodian, { utilityId, limit: mostLooseMeters });
        if (loose.length === 0) return;
        const meters = loose.map(({ name }) => name);
        const shown = loose.map(({ name, uid }) => shortName(name, uid)).join(',');
        print({ key: null, meters }, ['-', '', '', '', shown]);
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
