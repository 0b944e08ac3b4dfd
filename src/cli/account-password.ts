import { Command, Option } from 'commander';
import { AppError } from '../platform/errors.ts';
import { newToken } from '../platform/ids.ts';
import { chooseUtility } from '../services/registration/choose-utility.ts';
import type { CliContext, OpenCustodian } from './context.ts';
import { printFacts, printJson } from './print.ts';
import { withCustodian } from './with-custodian.ts';

/** The option that says where a password comes from. */
export const passwordOption = (): Option =>
  new Option(
    '--password-stdin',
    'read the password from standard input; without it one is made and printed once',
  );

/** A password from standard input: never from an argument, which every user of the machine can see. */
async function readPassword({ stdin }: CliContext): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stdin) chunks.push(chunk);
  const [line = ''] = Buffer.concat(chunks).toString('utf8').split(/\r?\n/);
  if (line === '')
    throw new AppError(
      'invalid_input',
      'password: nothing came on standard input. Write one line with the password.',
    );
  return line;
}

interface PasswordChoice {
  readonly password: string;
  /** It was made here, so its owner has to be told. */
  readonly made: boolean;
}

/**
 * The password of an account: from standard input, or a new one.
 *
 * @throws AppError `invalid_input` when nothing came.
 */
export async function choosePassword(
  context: CliContext,
  fromStdin: boolean | undefined,
): Promise<PasswordChoice> {
  if (fromStdin === true) return { password: await readPassword(context), made: false };
  return { password: newToken().slice(0, 24), made: true };
}

interface PasswordCommand {
  /** All of its words. */
  readonly name: string;
  readonly description: string;
  readonly utilityOption: Option;
  readonly change: (
    custodian: OpenCustodian,
    input: { readonly utilityId: number; readonly email: string; readonly password: string },
  ) => Promise<void>;
}

/** The command `password` of people who sign in with an e-mail address. */
export function passwordCommand(
  context: CliContext,
  { name, description, utilityOption, change }: PasswordCommand,
): Command {
  return new Command('password')
    .description(description)
    .argument('<email>', 'whose')
    .addOption(utilityOption)
    .addOption(passwordOption())
    .option('--json', 'print one JSON document')
    .action(async (email: string, options: { utility?: string; passwordStdin?: boolean; json?: boolean }) => {
      const { password, made } = await choosePassword(context, options.passwordStdin);
      await withCustodian(context, name, async (custodian) => {
        const utility = await chooseUtility(custodian, options.utility);
        await change(custodian, { utilityId: utility.id, email, password });
        const facts = { utility: utility.slug, email, ...(made ? { password } : {}) };
        if (options.json === true) printJson(context, facts);
        else printFacts(context, facts);
      });
    });
}
