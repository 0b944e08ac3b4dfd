import { Command, InvalidArgumentError } from 'commander';
import { isTimeZone } from '../espi/zone-clock-iana.ts';
import { AppError } from '../platform/errors.ts';
import type { CsvLayout } from '../services/ingest/formats/csv-layout.ts';
import { importFile } from '../services/ingest/import-file.ts';
import type { ImportContext } from '../services/ingest/import-input.ts';
import type { ImportReceipt } from '../services/ingest/import-receipt.ts';
import { chooseUtility } from '../services/registration/choose-utility.ts';
import type { CliContext, Streams } from './context.ts';
import { csvLayoutOf, parseCsvMap, parseCsvSet } from './csv-options.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { createProgress } from './import-progress.ts';
import { receiptText, rejectedLine } from './import-report.ts';
import { openFile } from './open-file.ts';
import { printJson } from './print.ts';
import { withCustodian } from './with-custodian.ts';

/** What is to be imported, and how. */
export interface ImportFilesInput {
  /** Paths; `-` is standard input, which is read too when there are none. */
  readonly files: readonly string[];
  /** Slug; needed when there are several utilities. */
  readonly utility?: string | undefined;
  readonly customer?: string | undefined;
  readonly timeZone?: string | undefined;
  /** How CSV files are laid out, where their headers do not say it. */
  readonly csv?: CsvLayout | undefined;
  readonly dryRun?: boolean | undefined;
  readonly json?: boolean | undefined;
}

type ImportTarget = { readonly id: number; readonly timeZone: string; readonly currency: number };

async function importOne(
  { stdin, stdout, stderr }: Streams,
  services: ImportContext,
  path: string,
  input: ImportFilesInput & { readonly to: ImportTarget },
): Promise<ImportReceipt> {
  const source = await openFile(stdin, path);
  const progress = createProgress(stderr, path, Date.now);
  try {
    return await importFile(services, {
      utility: input.to,
      source,
      customerKey: input.customer,
      timeZone: input.timeZone,
      csv: input.csv,
      dryRun: input.dryRun,
      onProgress: progress.update,
      onFinding: (finding) => {
        if (finding.severity !== 'error' || input.json === true) return;
        progress.clear();
        stdout.write(rejectedLine(path, finding));
      },
    });
  } finally {
    progress.clear();
    await source.close();
  }
}

function exitCodeOf(receipts: readonly ImportReceipt[], missing: boolean): ExitCode {
  if (missing) return exitCodes.notFound;
  if (receipts.every(({ status }) => status === 'failed')) return exitCodes.failed;
  return receipts.every(({ status }) => status === 'complete') ? exitCodes.ok : exitCodes.partly;
}

/**
 * Imports files one after the other. Rejected values go to stdout as `file:line element reason`, receipts to stderr,
 * as does progress; with `json` everything is one document on stdout. A file that cannot be imported does not stop
 * the others.
 *
 * @returns 0 when all was imported, 1 when nothing was, 3 when something was rejected or one of several files failed,
 *   2 when nothing was named and nothing is piped in, 4 when a file cannot be read.
 * @throws AppError `not_found` or `invalid_input` when it is not clear which utility is meant.
 */
export async function importFiles(
  streams: Streams,
  services: ImportContext,
  input: ImportFilesInput,
): Promise<ExitCode> {
  const { stdin, stderr } = streams;
  if (input.files.length === 0 && stdin.isTTY === true) {
    stderr.write('Name a file, or pipe one in: curl … | meterhouse import -\n');
    return exitCodes.usage;
  }
  const to = await chooseUtility(services, input.utility);
  const receipts: ImportReceipt[] = [];
  let missing = false;
  for (const path of input.files.length === 0 ? ['-'] : input.files) {
    try {
      const receipt = await importOne(streams, services, path, { ...input, to });
      receipts.push(receipt);
      stderr.write(receiptText(receipt));
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'not_found') throw error;
      stderr.write(`${error.message}\n`);
      missing = true;
    }
  }
  if (input.json === true) printJson(streams, { utility: to.slug, files: receipts });
  return exitCodeOf(receipts, missing);
}

function parseTimeZone(text: string): string {
  if (!isTimeZone(text)) throw new InvalidArgumentError('It must be an IANA name such as America/Toronto.');
  return text;
}

type ImportOptions = Omit<ImportFilesInput, 'files' | 'csv'> & Parameters<typeof csvLayoutOf>[0];

/** The command `import`. */
export function importCommand(context: CliContext): Command {
  return new Command('import')
    .description(
      'import Green Button XML or CSV files, or what is piped in; a file that was imported before changes nothing',
    )
    .argument('[file...]', 'files to import; - is standard input')
    .option('--utility <slug>', 'whose data they are; may be left out when there is one')
    .option('--customer <key>', 'the customer whose usage points the files hold; made when it is not there')
    .option('--time-zone <name>', 'zone of usage points for which a file says none', parseTimeZone)
    .option('--csv-map <columns>', 'columns of a CSV file: start=Date,value="Usage (kWh)"', parseCsvMap)
    .option('--csv-set <values>', 'what holds for all rows: unit=therm,service=gas', parseCsvSet)
    .option('--csv-layout <file>', 'the same from a JSON file (docs/import.md)')
    .option('--dry-run', 'do everything and take it back: nothing is changed')
    .option('--json', 'print one JSON document instead of lines')
    .action(async (files: string[], options: ImportOptions) => {
      const csv = await csvLayoutOf(options);
      const code = await withCustodian(context, 'import', (custodian) =>
        importFiles(context, custodian, { files, ...options, csv }),
      );
      context.setExitCode(code);
    });
}
