import { Command, Option } from 'commander';
import { changeDeveloperPassword } from '../services/account/developer-password.ts';
import { chooseUtility } from '../services/registration/choose-utility.ts';
import { createClient } from '../services/registration/create-client.ts';
import { listClients } from '../services/registration/list-clients.ts';
import { passwordCommand } from './account-password.ts';
import type { CliContext } from './context.ts';
import { printFacts, printJson, printTable } from './print.ts';
import { withCustodian } from './with-custodian.ts';

function createCommand(context: CliContext): Command {
  return new Command('create')
    .description('register a third party; its client secret is shown once')
    .argument('<name>', 'its name')
    .option('--scope <scope...>', 'scopes that it may ask for; default: everything that is served')
    .option('--utility <slug>', 'which utility; may be left out when there is one')
    .option('--json', 'print one JSON document')
    .action(async (name: string, options: { scope?: string[]; utility?: string; json?: boolean }) => {
      await withCustodian(context, 'third-party create', async (custodian) => {
        const utility = await chooseUtility(custodian, options.utility);
        const { uid, bulkUid, clientId, clientSecret } = await createClient(custodian, {
          utilityId: utility.id,
          name,
          scopes: options.scope,
        });
        const facts = { name, uid, bulk_uid: bulkUid, client_id: clientId, client_secret: clientSecret };
        if (options.json === true) return printJson(context, facts);
        printFacts(context, facts);
        context.stderr.write('The client_secret is shown this once: keep it now.\n');
      });
    });
}

function listCommand(context: CliContext): Command {
  return new Command('list')
    .description('list the third parties')
    .option('--utility <slug>', 'which utility; may be left out when there is one')
    .option('--json', 'print one JSON document')
    .action(async (options: { utility?: string; json?: boolean }) => {
      await withCustodian(context, 'third-party list', async (custodian) => {
        const utility = await chooseUtility(custodian, options.utility);
        const clients = await listClients(custodian, utility.id);
        if (options.json === true)
          return printJson(
            context,
            clients.map(({ id: _, ...client }) => client),
          );
        printTable(
          context,
          ['name', 'uid', 'state', 'authorizations'],
          clients.map(({ name, uid, state, activeAuthorizations }) => [
            name,
            uid,
            state,
            String(activeAuthorizations),
          ]),
        );
      });
    });
}

/** The commands `third-party create`, `third-party list` and `third-party password`. */
export function thirdPartyCommand(context: CliContext): Command {
  return new Command('third-party')
    .description('who may be authorized to read')
    .addCommand(createCommand(context))
    .addCommand(listCommand(context))
    .addCommand(
      passwordCommand(context, {
        name: 'third-party password',
        description: 'give a developer who signs in a new password, and end every open session',
        utilityOption: new Option(
          '--utility <slug>',
          'whose audit has it; may be left out where there is one utility',
        ),
        change: changeDeveloperPassword,
      }),
    );
}
