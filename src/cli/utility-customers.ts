import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { Command } from 'commander';
import { AppError } from '../platform/errors.ts';
import { changeCustomerSettings } from '../services/customer/change-customer-settings.ts';
import { customerSettingsOf } from '../services/customer/consent-offer.ts';
import { chooseUtility } from '../services/registration/choose-utility.ts';
import type { CliContext } from './context.ts';
import { printJson } from './print.ts';
import { withCustodian } from './with-custodian.ts';

async function readSettings(context: CliContext, file: string): Promise<unknown> {
  const json = file === '-' ? await text(context.stdin) : await readFile(file, 'utf8');
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new AppError('invalid_input', `${file}: this is not JSON: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/** The settings without what is sealed in them. */
function shown(settings: ReturnType<typeof customerSettingsOf>) {
  return {
    ...settings,
    identify: settings.identify.map((setting) => {
      if (setting.kind !== 'openid') return setting;
      const { clientSecretCiphertext: _, ...rest } = setting;
      return rest;
    }),
  };
}

/** The command `utility customers`. */
export function utilityCustomersCommand(context: CliContext): Command {
  return new Command('customers')
    .description(
      'show what a utility offers its customers, as JSON: how they show who they are, and what they may choose',
    )
    .argument('[slug]', 'which utility; may be left out when there is one')
    .option(
      '--set <file>',
      'change it: a JSON file, or - for stdin; what is not named stays. {"identify": [{"kind": "lookup", "fact": "postal_code"}, {"kind": "openid", "issuer": "https://…", "clientId": "…", "clientSecret": "…"}]}',
    )
    .action(async (slug: string | undefined, { set }: { set?: string }) => {
      const input = set === undefined ? undefined : await readSettings(context, set);
      await withCustodian(context, 'utility customers', async (custodian) => {
        const found = await chooseUtility(custodian, slug);
        const utility =
          input === undefined ? found : await changeCustomerSettings(custodian, { utility: found, input });
        printJson(context, shown(customerSettingsOf(utility)));
      });
    });
}
