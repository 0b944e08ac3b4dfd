import { resourceRoot } from '../espi/resources.ts';
import type { DemoFacts } from '../services/demo/create-demo.ts';
import type { StartFacts } from './start-facts.ts';

/** What the start block says. */
export interface StartBlockInput extends StartFacts {
  readonly version: string;
  readonly host: string;
  readonly port: number;
  readonly publicUrl: string;
  /** Where the data are, in words. */
  readonly location: string;
  /** Where the demo third party runs, when it does. */
  readonly demoAppUrl: string | undefined;
  readonly role: 'all' | 'web' | 'worker';
  readonly processes: number;
}

const inProcesses = (processes: number): string => (processes === 1 ? '' : ` in ${processes} processes`);

/** What runs, and where. */
function titleOf({ version, role, processes, publicUrl }: StartBlockInput, url: string): string {
  if (role === 'worker') return `Meterhouse ${version} does jobs${inProcesses(processes)}`;
  const known = publicUrl === url ? '' : `, known to others as ${publicUrl}`;
  const jobs = role === 'web' ? '; jobs are left to workers' : '';
  return `Meterhouse ${version} runs at ${url}${inProcesses(processes)}${known}${jobs}`;
}

/** Where this machine reaches its own server. */
function localUrl(host: string, port: number): string {
  const everywhere = ['0.0.0.0', '::', '127.0.0.1', '::1', 'localhost'];
  const name = everywhere.includes(host) ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

const curl = (token: string, url: string, more = ''): string =>
  `curl${more} -H "Authorization: Bearer ${token}" "${url}"`;

function pageLines({ people, app }: DemoFacts, url: string, demoAppUrl: string | undefined): string[] {
  const rows: readonly (readonly [string, string, string])[] = [
    ['customers', `${url}/DataCustodian/sharing`, people.customerEmail],
    ['developers', `${url}/DataCustodian/developers`, app.developerEmail],
    ['the utility', `${url}/DataCustodian/operator`, people.operatorEmail],
  ];
  return [
    ...(demoAppUrl === undefined
      ? []
      : [`A third party to click through, from the registration to a chart: ${demoAppUrl}`, '']),
    `Pages, and who signs in there with the password ${people.password} until somebody changes it:`,
    '',
    ...rows.map(([who, address, email]) => `  ${who.padEnd(12)} ${address.padEnd(48)} ${email}`),
  ];
}

function demoLines({ tokens, ...demo }: Omit<DemoFacts, 'people' | 'app'>, url: string): string[] {
  const base = url + resourceRoot;
  const access = tokens.access_token;
  const batch = `${base}/Batch/Subscription/${demo.authorizationUid}`;
  return [
    `${demo.utility.name} is a demo: invented customers, readings from ${demo.firstDay} to ${demo.lastDay}.`,
    `Tokens of its third party, ${demo.thirdParty.name}:`,
    '',
    `  registration_access_token  ${tokens.registration_access_token}`,
    `  client_access_token        ${tokens.client_access_token}`,
    `  access_token               ${access}`,
    '',
    'They open nothing but invented data, and are shown at every start. Copy a line to see what a third party sees:',
    '',
    '# the service works',
    curl(tokens.client_access_token, `${base}/ReadServiceStatus`),
    '# the newest day of one home with solar panels',
    curl(access, `${batch}/UsagePoint/${demo.meterUid}?published-min=${demo.lastDay}T00:00:00Z`),
    '# everything that its customer shares, 13 months of meters and bills, saved as batch.xml',
    curl(access, batch, ' --compressed -o batch.xml'),
    '# who the customer is, with accounts, agreements and meters',
    curl(access, `${base}/Batch/RetailCustomer/${demo.authorizationUid}`),
    '# the registration of the third party',
    curl(tokens.registration_access_token, `${base}/ApplicationInformation/${demo.applicationUid}`),
    '# the newest bill as a PDF, saved as bill.pdf',
    curl(access, `${base}/Non-ESPI/${demo.billFileUid}`, ' -o bill.pdf'),
    '',
    'Next: put your own file in: npx meterhouse import FILE.xml --customer me (README.md goes on from there).',
  ];
}

function emptyLines({ utilities, demoTrouble }: StartFacts): string[] {
  if (demoTrouble !== undefined) return [`The demo cannot be shown: ${demoTrouble}`];
  if (utilities.length > 0) return [`Utilities: ${utilities.join(', ')}`];
  return ['There is no utility yet. Create one: npx meterhouse utility create --help'];
}

/** The one block on stdout that says what runs, how to try it, where the data are and how to stop. */
export function startBlock(input: StartBlockInput): string {
  const { host, port, location, demo } = input;
  const url = localUrl(host, port);
  const lines = [
    '',
    titleOf(input, url),
    '',
    ...(demo === undefined
      ? emptyLines(input)
      : [...demoLines(demo, url), '', ...pageLines(demo, url, input.demoAppUrl)]),
    '',
    `Data: ${location}`,
    'Stop: Ctrl-C',
    '',
  ];
  return `${lines.join('\n')}\n`;
}
