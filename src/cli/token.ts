import { Command, Option } from 'commander';
import { type TokenKind, tokenKinds } from '../espi/resources.ts';
import { issueTokens } from '../services/authorization/issue-tokens.ts';
import { chooseUtility } from '../services/registration/choose-utility.ts';
import { getClient } from '../services/registration/list-clients.ts';
import { lifetimeOption } from './arguments.ts';
import type { CliContext, Streams } from './context.ts';
import { printFacts, printJson } from './print.ts';
import { withCustodian } from './with-custodian.ts';

type Issued = Awaited<ReturnType<typeof issueTokens>>[number];

/** A token for a JSON document. */
export const tokenFacts = ({ kind, token, expires }: Issued) => ({
  kind,
  token,
  expires: expires === undefined ? null : new Date(expires).toISOString(),
});

/** Prints tokens, and says that they cannot be had again. */
export function printTokens(streams: Pick<Streams, 'stdout' | 'stderr'>, tokens: readonly Issued[]): void {
  printFacts(streams, Object.fromEntries(tokens.map(({ kind, token }) => [kind, token])));
  streams.stderr.write('The tokens are shown this once: only their hashes are kept.\n');
}

interface IssueOptions {
  readonly kind: TokenKind;
  readonly thirdParty: string;
  readonly authorization?: string;
  readonly lifetime: number | 'never';
  readonly utility?: string;
  readonly json?: boolean;
}

/** The command `token issue`. */
export function tokenCommand(context: CliContext): Command {
  const issue = new Command('issue')
    .description('issue a bearer token and print it once')
    .addOption(new Option('--kind <kind>', 'which kind').choices(tokenKinds).makeOptionMandatory())
    .requiredOption('--third-party <name>', 'its name or uid')
    .option('--authorization <uid>', 'for an access_token: the authorization that it stands for')
    .addOption(lifetimeOption('how long it is good'))
    .option('--utility <slug>', 'which utility; may be left out when there is one')
    .option('--json', 'print one JSON document')
    .action(async ({ kind, thirdParty, authorization, lifetime, utility: slug, json }: IssueOptions) => {
      await withCustodian(context, 'token issue', async (custodian) => {
        const { id: utilityId } = await chooseUtility(custodian, slug);
        const { id: clientId } = await getClient(custodian, { utilityId, nameOrUid: thirdParty });
        const tokens = await issueTokens(custodian, {
          clientId,
          kinds: [kind],
          authorizationUid: authorization,
          lifetimeSeconds: lifetime,
        });
        if (json === true) return printJson(context, tokens.map(tokenFacts));
        printTokens(context, tokens);
      });
    });
  return new Command('token').description('bearer tokens, by hand').addCommand(issue);
}
