import { Command } from 'commander';
import { resourceRoot } from '../espi/resources.ts';
import { fullScope } from '../espi/scope.ts';
import { createAuthorization } from '../services/authorization/create-authorization.ts';
import { issueTokens } from '../services/authorization/issue-tokens.ts';
import { listAuthorizations } from '../services/authorization/list-authorizations.ts';
import { revokeAuthorization } from '../services/authorization/revoke-authorization.ts';
import { chooseUtility } from '../services/registration/choose-utility.ts';
import { getClient } from '../services/registration/list-clients.ts';
import { lifetimeOption, parseMoment, parseWords } from './arguments.ts';
import type { CliContext } from './context.ts';
import { exitCodes } from './exit-codes.ts';
import { printFacts, printJson, printTable, shortName, shortText } from './print.ts';
import { printTokens, tokenFacts } from './token.ts';
import { withCustodian } from './with-custodian.ts';

type ListedAuthorization = Awaited<ReturnType<typeof listAuthorizations>>[number];

interface CreateOptions {
  readonly thirdParty: string;
  readonly customer?: string;
  readonly meters: string[];
  readonly scope: string;
  readonly start?: number;
  readonly end?: number;
  readonly dataStart?: number;
  readonly dataEnd?: number;
  readonly note?: string;
  readonly lifetime: number | 'never';
  readonly utility?: string;
  readonly json?: boolean;
}

async function create(context: CliContext, options: CreateOptions): Promise<void> {
  const { thirdParty, lifetime, json, utility: slug, meters, ...grant } = options;
  await withCustodian(context, 'authorization create', async (custodian) => {
    const { id: utilityId } = await chooseUtility(custodian, slug);
    const { id: clientId, name } = await getClient(custodian, { utilityId, nameOrUid: thirdParty });
    const { uid } = await createAuthorization(custodian, {
      ...grant,
      by: 'command',
      utilityId,
      clientId,
      meters: meters.length === 1 && meters[0] === 'all' ? 'all' : meters,
    });
    const tokens = await issueTokens(custodian, {
      clientId,
      authorizationUid: uid,
      lifetimeSeconds: lifetime,
    });
    const base = custodian.publicUrl + resourceRoot;
    const facts = { uid, third_party: name, resourceURI: `${base}/Batch/Subscription/${uid}` };
    if (json === true) return printJson(context, { ...facts, tokens: tokens.map(tokenFacts) });
    printFacts(context, facts);
    printTokens(context, tokens);
  });
}

function createCommand(context: CliContext): Command {
  return new Command('create')
    .description('authorize a third party to read the data of a customer, and print its tokens once')
    .requiredOption('--third-party <name>', 'its name or uid')
    .option('--customer <key>', 'what the utility calls the customer, or the uid')
    .requiredOption(
      '--meters <keys>',
      'all, or what the utility calls the meters, between commas',
      parseWords,
    )
    .option('--scope <scope>', 'what it may read', fullScope)
    .option('--start <time>', 'when the authorization begins; default: now', parseMoment)
    .option('--end <time>', 'when it ends; default: when it is ended', parseMoment)
    .option('--data-start <time>', 'only data from then on', parseMoment)
    .option('--data-end <time>', 'only data until then', parseMoment)
    .option('--note <words>', 'where the consent is, for example; kept with the authorization')
    .addOption(lifetimeOption('how long the tokens are good'))
    .option('--utility <slug>', 'which utility; may be left out when there is one')
    .option('--json', 'print one JSON document')
    .action((options: CreateOptions) => create(context, options));
}

const longestScope = 40;

/** The first meter of an authorization, and how many more there are. */
function shortMeters({ meters, meterUids }: Pick<ListedAuthorization, 'meters' | 'meterUids'>): string {
  const [first, ...others] = meters;
  if (first === undefined) return '-';
  return `${shortName(first, meterUids[0])}${others.length === 0 ? '' : ` +${others.length}`}`;
}

function listCommand(context: CliContext): Command {
  return new Command('list')
    .description('list the authorizations, ended ones too; --json has all meters and whole names')
    .option('--third-party <name>', 'only those of this third party')
    .option('--customer <key>', 'only those of this customer')
    .option('--utility <slug>', 'which utility; may be left out when there is one')
    .option('--json', 'print one JSON document')
    .action(async (options: { thirdParty?: string; customer?: string; utility?: string; json?: boolean }) => {
      await withCustodian(context, 'authorization list', async (custodian) => {
        const { id: utilityId } = await chooseUtility(custodian, options.utility);
        const { thirdParty, customer } = options;
        const client =
          thirdParty === undefined
            ? undefined
            : await getClient(custodian, { utilityId, nameOrUid: thirdParty });
        const rows = await listAuthorizations(custodian, { utilityId, clientId: client?.id, customer });
        if (options.json === true) return printJson(context, rows);
        const now = custodian.clock.now() / 1000;
        const state = ({ status, end }: ListedAuthorization): string =>
          status === 1 && (end === null || end > now) ? 'active' : 'ended';
        printTable(
          context,
          ['uid', 'third party', 'customer', 'state', 'meters', 'scope'],
          rows.map((row) => [
            row.uid,
            row.thirdParty,
            row.customer === null ? '-' : shortName(row.customer, row.customerUid ?? undefined),
            state(row),
            shortMeters(row),
            shortText(row.scope, longestScope),
          ]),
        );
      });
    });
}

function endCommand(context: CliContext): Command {
  return new Command('end')
    .description('end an authorization and all its tokens, at once')
    .argument('<uid>', 'uid of the authorization')
    .option('--note <words>', 'why; kept with the authorization')
    .action(async (uid: string, { note }: { note?: string }) => {
      await withCustodian(context, 'authorization end', async (custodian) => {
        const ended = await revokeAuthorization(custodian, { uid, cause: 'operator', note });
        context.stderr.write(
          ended ? `${uid} has ended.\n` : `${uid} had ended before: nothing was changed.\n`,
        );
        if (!ended) context.setExitCode(exitCodes.partly);
      });
    });
}

/** The commands `authorization create`, `authorization list` and `authorization end`. */
export function authorizationCommand(context: CliContext): Command {
  return new Command('authorization')
    .description('what third parties may read')
    .addCommand(createCommand(context))
    .addCommand(listCommand(context))
    .addCommand(endCommand(context));
}
