import type { ImportFinding, ImportReceipt } from '../services/ingest/import-receipt.ts';
import type { WriteCount } from '../services/ingest/write-count.ts';

const number = (count: number): string => count.toLocaleString('en-US');

/** A value that was left out, as `file:line element reason`, so that editors jump to it. */
export const rejectedLine = (file: string, { line, element, message }: ImportFinding): string =>
  `${file}:${line} ${element === '' ? '' : `${element} `}${message}\n`;

const shownKinds = [
  ['usagePoints', 'usage points'],
  ['meterReadings', 'series'],
  ['readings', 'readings'],
  ['bills', 'bills'],
  ['qualitySummaries', 'quality summaries'],
  ['customerResources', 'customer records'],
] as const;

type ShownCount = WriteCount & { readonly rejected?: number; readonly repeated?: number };

function kindLine(
  name: string,
  { created, changed, unchanged, rejected = 0, repeated = 0 }: ShownCount,
): string | undefined {
  const parts = [
    [created, 'new'],
    [changed, 'changed'],
    [unchanged, 'unchanged'],
    [rejected, 'rejected'],
    [repeated, 'repeated in the file'],
  ] as const;
  const words = parts.filter(([count]) => count > 0).map(([count, word]) => `${number(count)} ${word}`);
  return words.length === 0 ? undefined : `  ${name.padEnd(18)}${words.join(', ')}`;
}

const day = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 10);

/** The period as days; none where the file's times are beyond the years of a calendar. */
function periodLine({ period }: ImportReceipt): string | undefined {
  const beyond = 8_640_000_000_000;
  if (period === undefined || Math.abs(period.start) > beyond || Math.abs(period.end) > beyond)
    return undefined;
  return `  ${'period'.padEnd(18)}${day(period.start)} to ${day(period.end)} (UTC)`;
}

function headline({ file, status, dryRun, error }: ImportReceipt): string {
  if (status === 'failed') return `${error ?? file}; nothing was changed`;
  const done = dryRun ? 'would be imported (dry run: nothing was changed)' : 'imported';
  if (error !== undefined) return `${file}: only a part was ${done}: ${error}`;
  return status === 'complete' ? `${file}: ${done}` : `${file}: ${done}, but for what is listed as rejected`;
}

/** The receipt of a file in words, a few lines. */
export function receiptText(receipt: ImportReceipt): string {
  const ignored = Object.entries(receipt.ignored).map(([name, count]) => `${number(count)} ${name}`);
  const lines = [
    headline(receipt),
    ...(receipt.status === 'failed'
      ? []
      : [
          ...shownKinds.map(([kind, name]) => kindLine(name, receipt[kind])),
          periodLine(receipt),
          ignored.length === 0 ? undefined : `  ${'not imported'.padEnd(18)}${ignored.join(', ')}`,
          receipt.rejectedValues === 0
            ? undefined
            : `  ${'rejected values'.padEnd(18)}${number(receipt.rejectedValues)}`,
          receipt.warnings.length === 0
            ? undefined
            : `  ${'unusual'.padEnd(18)}${number(receipt.warnings.length)} things that were understood all the same (--json lists them)`,
        ]),
  ];
  return `${lines.filter((line) => line !== undefined).join('\n')}\n`;
}
