import type { Finding } from '../espi/reader/finding.ts';

/** What came of one file. */
export interface FileReport {
  /** As it was named; `-` for standard input. */
  readonly file: string;
  readonly valid: boolean;
  readonly entries: number;
  readonly readings: number;
  readonly errors: number;
  /** Those that are shown; there may be more errors. */
  readonly findings: readonly Finding[];
}

const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;

/** One finding as `file:line element message`, as compilers do, so that editors jump to it. */
export const findingLine = (file: string, { line, element, message }: Finding): string =>
  `${file}:${line} ${element === '' ? '' : `${element} `}${message}\n`;

/** One line on a file: whether it is valid and what it holds. */
export function summaryLine({ file, valid, entries, readings, errors, findings }: FileReport): string {
  const held = `${plural(entries, 'entry', 'entries')}, ${plural(readings, 'reading')}`;
  if (valid) return `${file}: valid; ${held}\n`;
  const hidden = errors - findings.length;
  const more = hidden > 0 ? `, of which ${hidden.toLocaleString('en-US')} are not shown (see --limit)` : '';
  return `${file}: not valid; ${plural(errors, 'error')}${more}; ${held}\n`;
}
