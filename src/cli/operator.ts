import { Command, Option } from 'commander';
import {
  changeOperatorPassword,
  createOperator,
  listOperators,
} from '../services/account/create-operator.ts';
import { chooseUtility } from '../services/registration/choose-utility.ts';
import { choosePassword, passwordCommand, passwordOption } from './account-password.ts';
import type { CliContext } from './context.ts';
import { printFacts, printJson, printTable } from './print.ts';
import { withCustodian } from './with-custodian.ts';

const utilityOption = (): Option =>
  new Option('--utility <slug>', 'whose operator; may be left out where there is one utility');

interface CommonOptions {
  readonly utility?: string;
  readonly passwordStdin?: boolean;
  readonly json?: boolean;
}

function createCommand(context: CliContext): Command {
  return new Command('create')
    .description('let a person of the utility sign in at /DataCustodian/operator')
    .argument('<email>', 'what the person signs in with')
    .requiredOption('--name <name>', 'how histories name the person')
    .addOption(
      new Option('--role <role>', 'an auditor sees everything and changes nothing')
        .choices(['operator', 'auditor'])
        .default('operator'),
    )
    .addOption(utilityOption())
    .addOption(passwordOption())
    .option('--json', 'print one JSON document')
    .action(
      async (
        email: string,
        {
          utility: slug,
          passwordStdin,
          json,
          ...input
        }: CommonOptions & { name: string; role: 'operator' | 'auditor' },
      ) => {
        const { password, made } = await choosePassword(context, passwordStdin);
        await withCustodian(context, 'operator create', async (custodian) => {
          const utility = await chooseUtility(custodian, slug);
          const { uid } = await createOperator(custodian, {
            utilityId: utility.id,
            email,
            password,
            ...input,
          });
          const facts = { uid, utility: utility.slug, email, ...input, ...(made ? { password } : {}) };
          if (json === true) printJson(context, facts);
          else printFacts(context, facts);
        });
      },
    );
}

function listCommand(context: CliContext): Command {
  return new Command('list')
    .description('list the people of a utility')
    .addOption(utilityOption())
    .option('--json', 'print one JSON document')
    .action(async ({ utility: slug, json }: CommonOptions) => {
      await withCustodian(context, 'operator list', async (custodian) => {
        const utility = await chooseUtility(custodian, slug);
        const operators = await listOperators(custodian, { utilityId: utility.id });
        if (json === true) return printJson(context, operators);
        printTable(
          context,
          ['e-mail', 'name', 'role'],
          operators.map(({ email, name, role }) => [email, name, role]),
        );
      });
    });
}

/** `meterhouse operator`: the people of a utility who sign in to its pages. */
export function operatorCommand(context: CliContext): Command {
  return new Command('operator')
    .description('the people of a utility')
    .addCommand(createCommand(context))
    .addCommand(
      passwordCommand(context, {
        name: 'operator password',
        description: 'give an operator a new password, and end every open session',
        utilityOption: utilityOption(),
        change: changeOperatorPassword,
      }),
    )
    .addCommand(listCommand(context));
}
