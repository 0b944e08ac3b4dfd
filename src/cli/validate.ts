import { createReadStream } from 'node:fs';
import { Command, InvalidArgumentError, Option } from 'commander';
import { createFeedReader } from '../espi/reader/feed-reader.ts';
import type { Finding } from '../espi/reader/finding.ts';
import { readFeed } from '../espi/reader/read-feed.ts';
import { type EspiVersion, espiVersions } from '../espi/schema/define.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { type FileReport, findingLine, summaryLine } from './validation-report.ts';

type Bytes = AsyncIterable<Uint8Array>;

/** Where a command reads and writes. */
interface Streams {
  readonly stdin: Bytes & { readonly isTTY?: boolean };
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

interface ValidateInput {
  /** Paths; `-` is standard input, which is read too when there are none. */
  readonly files: readonly string[];
  readonly json?: boolean;
  /** Most findings that are shown per file. */
  readonly limit?: number;
  /** The version of the standard; the newest unless told otherwise. */
  readonly espi?: EspiVersion;
}

const defaultLimit = 1_000;

async function validateOne(
  file: string,
  source: Bytes,
  { limit, espi: version }: { limit: number; espi: EspiVersion },
  show: (finding: Finding) => void,
): Promise<FileReport> {
  const findings: Finding[] = [];
  let entries = 0;
  let readings = 0;
  const reader = createFeedReader({
    mode: 'strict',
    version,
    onEntry: ({ contents }) => {
      entries += 1;
      for (const content of contents) readings += content.readings?.count ?? 0;
    },
    onFinding: (finding) => {
      if (findings.length >= limit) return;
      findings.push(finding);
      show(finding);
    },
  });
  await readFeed(source, reader);
  return { file, valid: reader.errors === 0, entries, readings, errors: reader.errors, findings };
}

const unreadable: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'this is a folder; name the files in it',
  EACCES: 'this program may not read it',
};

/**
 * Checks files against the schema with closed lists of codes, and against the standard's use of Atom. Findings go to
 * stdout as `file:line element message`, one line per file to stderr; with `json` everything is one document
 * on stdout. Memory does not grow with the files.
 *
 * @returns 0 when all are valid, 1 when one is not, 2 when nothing was named and nothing is piped in, 4 when a
 *   file cannot be read.
 */
export async function validateFiles(
  streams: Streams,
  { files, json = false, limit = defaultLimit, espi = '4.0' }: ValidateInput,
): Promise<ExitCode> {
  const { stdin, stdout, stderr } = streams;
  if (files.length === 0 && stdin.isTTY === true) {
    stderr.write('Name a file, or pipe one in: curl … | meterhouse validate -\n');
    return exitCodes.usage;
  }
  const reports: FileReport[] = [];
  let missing = false;
  for (const file of files.length === 0 ? ['-'] : files) {
    try {
      const source: Bytes = file === '-' ? stdin : createReadStream(file);
      const report = await validateOne(file, source, { limit, espi }, (finding) => {
        if (!json) stdout.write(findingLine(file, finding));
      });
      reports.push(report);
      stderr.write(summaryLine(report));
    } catch (error) {
      const reason = error instanceof Error && 'code' in error ? unreadable[String(error.code)] : undefined;
      if (reason === undefined) throw error;
      stderr.write(`${file}: ${reason}\n`);
      missing = true;
    }
  }
  const valid = reports.every((report) => report.valid);
  if (json) stdout.write(`${JSON.stringify({ valid: valid && !missing, files: reports }, undefined, 2)}\n`);
  if (missing) return exitCodes.notFound;
  return valid ? exitCodes.ok : exitCodes.failed;
}

function parseLimit(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}

/** The command `validate`. */
export function validateCommand(): Command {
  return new Command('validate')
    .description('check Green Button files, or what is piped in, against the ESPI schema and the standard')
    .argument('[file...]', 'files to check; - is standard input')
    .option('--json', 'print one JSON document instead of lines')
    .option('--limit <count>', 'most findings to show per file', parseLimit, defaultLimit)
    .addOption(
      new Option('--espi <version>', 'version of the standard')
        .choices(espiVersions)
        .default(espiVersions[0]),
    )
    .action(async (files: string[], options: { json?: boolean; limit: number; espi: EspiVersion }) => {
      process.exitCode = await validateFiles(process, { files, ...options });
    });
}
