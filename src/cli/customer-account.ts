import { Command, Option } from 'commander';
import {
  changeCustomerPassword,
  createCustomerAccount,
  listAccountsOfUtility,
  removeCustomerAccount,
} from '../services/account/customer-accounts.ts';
import { chooseUtility } from '../services/registration/choose-utility.ts';
import { choosePassword, passwordCommand, passwordOption } from './account-password.ts';
import type { CliContext } from './context.ts';
import { printFacts, printJson, printTable } from './print.ts';
import { withCustodian } from './with-custodian.ts';

const utilityOption = (): Option =>
  new Option('--utility <slug>', 'whose customers; may be left out where there is one utility');

interface CommonOptions {
  readonly utility?: string;
  readonly passwordStdin?: boolean;
  readonly json?: boolean;
}

interface CreateOptions extends CommonOptions {
  readonly customer: readonly string[];
  readonly language: 'en' | 'fr';
}

function createCommand(context: CliContext): Command {
  return new Command('create')
    .description('let a customer sign in with an e-mail address, and a password or a code by e-mail')
    .argument('<email>', 'what the customer signs in with')
    .requiredOption(
      '--customer <key...>',
      'key, uid or account number of the customer (customer list); several for who signs in for several',
    )
    .addOption(new Option('--language <language>', 'of mails').choices(['en', 'fr']).default('en'))
    .addOption(utilityOption())
    .addOption(passwordOption())
    .option('--json', 'print one JSON document')
    .action(async (email: string, { utility: slug, passwordStdin, json, ...input }: CreateOptions) => {
      const { password, made } = await choosePassword(context, passwordStdin);
      await withCustodian(context, 'customer account create', async (custodian) => {
        const utility = await chooseUtility(custodian, slug);
        const { customer: customers, language } = input;
        const { uid } = await createCustomerAccount(custodian, {
          utilityId: utility.id,
          ...{ email, customers, password, language },
        });
        const facts = { uid, utility: utility.slug, email, language };
        const secret = made ? { password } : {};
        if (json === true) printJson(context, { ...facts, customers, ...secret });
        else printFacts(context, { ...facts, customers: customers.join(', '), ...secret });
      });
    });
}

function removeCommand(context: CliContext): Command {
  return new Command('remove')
    .description('remove an account, and end every open session of its customers, who stay')
    .argument('<email>', 'whose')
    .addOption(utilityOption())
    .action(async (email: string, { utility: slug }: CommonOptions) => {
      await withCustodian(context, 'customer account remove', async (custodian) => {
        const utility = await chooseUtility(custodian, slug);
        await removeCustomerAccount(custodian, { utilityId: utility.id, email });
        context.stderr.write(`The account ${email} was removed.\n`);
      });
    });
}

function listCommand(context: CliContext): Command {
  return new Command('list')
    .description('list the accounts that customers sign in with')
    .addOption(utilityOption())
    .option('--json', 'print one JSON document')
    .action(async ({ utility: slug, json }: CommonOptions) => {
      await withCustodian(context, 'customer account list', async (custodian) => {
        const utility = await chooseUtility(custodian, slug);
        const accounts = await listAccountsOfUtility(custodian, { utilityId: utility.id });
        if (json === true) return printJson(context, accounts);
        printTable(
          context,
          ['e-mail', 'password', 'language', 'customer keys'],
          accounts.map(({ email, hasPassword, language, customers }) => [
            email,
            hasPassword ? 'yes' : 'no',
            language,
            customers.join(', '),
          ]),
        );
      });
    });
}

/** `meterhouse customer account`: what customers sign in with who have more than their records. */
export function customerAccountCommand(context: CliContext): Command {
  return new Command('account')
    .description('what customers sign in with')
    .addCommand(createCommand(context))
    .addCommand(
      passwordCommand(context, {
        name: 'customer account password',
        description: 'give an account a new password, and end every open session of its customers',
        utilityOption: utilityOption(),
        change: changeCustomerPassword,
      }),
    )
    .addCommand(listCommand(context))
    .addCommand(removeCommand(context));
}
