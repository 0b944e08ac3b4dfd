import { Command, Option } from 'commander';
import { changeUtility, type UtilityChange } from '../services/registration/change-utility.ts';
import { chooseUtility } from '../services/registration/choose-utility.ts';
import { createUtility } from '../services/registration/create-utility.ts';
import { listUtilities } from '../services/registration/find-utility.ts';
import { parseCount, parseYesNo } from './arguments.ts';
import type { CliContext } from './context.ts';
import { printFacts, printJson, printTable } from './print.ts';
import { utilityCustomersCommand } from './utility-customers.ts';
import { utilityTestCustomersCommand } from './utility-test-customers.ts';
import { withCustodian } from './with-custodian.ts';

type ListedUtility = Awaited<ReturnType<typeof listUtilities>>[number];

/** A utility as a command shows it: without database keys. */
const shown = ({ id: _, ...utility }: ListedUtility): Omit<ListedUtility, 'id'> => utility;

function print(context: CliContext, utility: ListedUtility, json: boolean | undefined): void {
  if (json === true) {
    printJson(context, shown(utility));
    return;
  }
  const { slug, name, timeZone, currency, settings: all } = utility;
  const { customers: _, ...settings } = all;
  printFacts(context, {
    slug,
    name,
    'time zone': timeZone,
    currency: String(currency),
    ...Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, String(value)])),
  });
}

function createCommand(context: CliContext): Command {
  return new Command('create')
    .description('create a utility')
    .argument('<slug>', 'what URLs and commands call it: a-z, 0-9 and -')
    .requiredOption('--name <name>', 'its name')
    .requiredOption('--time-zone <zone>', 'IANA name, such as America/Toronto')
    .option('--currency <code>', 'ISO 4217 numeric code: 840 US dollar, 124 Canadian dollar', parseCount, 840)
    .option('--json', 'print one JSON document')
    .action(
      async (
        slug: string,
        { json, ...input }: { name: string; timeZone: string; currency: number; json?: boolean },
      ) => {
        await withCustodian(context, 'utility create', async (custodian) => {
          print(context, await createUtility(custodian, { slug, ...input }), json);
        });
      },
    );
}

function listCommand(context: CliContext): Command {
  return new Command('list')
    .description('list the utilities')
    .option('--json', 'print one JSON document')
    .action(async ({ json }: { json?: boolean }) => {
      await withCustodian(context, 'utility list', async (custodian) => {
        const utilities = await listUtilities(custodian);
        if (json === true) return printJson(context, utilities.map(shown));
        printTable(
          context,
          ['slug', 'name', 'time zone', 'standard'],
          utilities.map(({ slug, name, timeZone, settings }) => [slug, name, timeZone, settings.espiVersion]),
        );
      });
    });
}

interface SetOptions {
  readonly name?: string;
  readonly timeZone?: string;
  readonly currency?: number;
  readonly espiVersion?: '4.0' | '3.3';
  readonly contentType?: 'application/xml' | 'atom+xml';
  readonly capitalServiceDeliveryPoint?: boolean;
  readonly certificateUrl?: string;
  readonly intervalBlockLinks?: number;
  readonly blockDuration?: 'daily' | 'monthly';
  readonly json?: boolean;
}

function changeOf({ json: _, name, timeZone, currency, ...given }: SetOptions): UtilityChange {
  const { certificateUrl, ...settings } = given;
  const link =
    certificateUrl === undefined
      ? {}
      : { certificateUrl: certificateUrl === 'none' ? undefined : certificateUrl };
  return { name, timeZone, currency, settings: { ...settings, ...link } };
}

function setCommand(context: CliContext): Command {
  return new Command('set')
    .description('change a utility: what is not named stays; running servers follow at once')
    .argument('[slug]', 'which utility; may be left out when there is one')
    .option('--name <name>', 'its name')
    .option('--time-zone <zone>', 'IANA name, such as America/Toronto')
    .option('--currency <code>', 'ISO 4217 numeric code', parseCount)
    .addOption(
      new Option('--espi-version <version>', 'version of the standard that is written').choices([
        '4.0',
        '3.3',
      ]),
    )
    .addOption(
      new Option('--content-type <type>', 'content/@type of the entries').choices([
        'application/xml',
        'atom+xml',
      ]),
    )
    .option(
      '--capital-service-delivery-point <yes|no>',
      'write ServiceDeliveryPoint with a capital',
      parseYesNo,
    )
    .option(
      '--certificate-url <url>',
      'page about the certification, linked from every answer; none removes it',
    )
    .option(
      '--interval-block-links <count>',
      'most blocks to which a MeterReading links one by one',
      parseCount,
    )
    .addOption(
      new Option(
        '--block-duration <duration>',
        'how much one IntervalBlock holds, where the scope of an authorization does not say',
      ).choices(['daily', 'monthly']),
    )
    .option('--json', 'print one JSON document')
    .action(async (slug: string | undefined, options: SetOptions) => {
      await withCustodian(context, 'utility set', async (custodian) => {
        const utility = await chooseUtility(custodian, slug);
        print(context, await changeUtility(custodian, utility.slug, changeOf(options)), options.json);
      });
    });
}

/** The commands `utility create`, `utility list`, `utility set`, `utility customers` and `utility test-customers`. */
export function utilityCommand(context: CliContext): Command {
  return new Command('utility')
    .description('the utilities whose data are kept here')
    .addCommand(createCommand(context))
    .addCommand(listCommand(context))
    .addCommand(setCommand(context))
    .addCommand(utilityCustomersCommand(context))
    .addCommand(utilityTestCustomersCommand(context));
}
