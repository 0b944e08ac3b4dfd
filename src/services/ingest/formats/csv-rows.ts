import Papa from 'papaparse';
import { AppError } from '../../../platform/errors.ts';

/** One record of a CSV file. */
interface CsvRow {
  /** Line on which it begins, from 1. */
  readonly line: number;
  /** Line on which it ends: a later one when there are line ends between its quotes. */
  readonly lastLine: number;
  readonly fields: readonly string[];
}

const delimiters = [',', ';', '\t', '|'] as const;
/** A record longer than this has lost its closing quote. */
const longestRecord = 1 << 20;
/** Text that is looked at to find out how the file separates its columns. */
const probeCharacters = 1 << 16;

/** The text of a file: UTF-8, or UTF-16 where its first bytes say so. */
async function* decoded(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  for await (const piece of bytes) {
    decoder ??= new TextDecoder(piece[0] === 0xff && piece[1] === 0xfe ? 'utf-16le' : 'utf-8');
    yield decoder.decode(piece, { stream: true });
  }
  yield decoder?.decode() ?? '';
}

/** The same text with `\n` as the only line end: files come with `\r\n`, and with a bare `\r`. */
async function* withLineFeeds(texts: AsyncIterable<string>): AsyncGenerator<string> {
  let held = '';
  for await (const text of texts) {
    const all = held + text;
    // What follows a `\r` at the end of a piece decides what it is.
    held = all.endsWith('\r') ? '\r' : '';
    yield all.slice(0, all.length - held.length).replace(/\r\n?/g, '\n');
  }
  if (held !== '') yield '\n';
}

/**
 * Where the last whole record of a text ends; 0 when there is none. A line end between quotes ends nothing. Quotes count as
 * they do in `Papa.parse`: one opens at the beginning of a field, and closes before a delimiter or a line end.
 */
function endOfRecords(text: string, delimiter: string): number {
  if (!text.includes('"')) return text.lastIndexOf('\n') + 1;
  const ends = (at: number): boolean => text[at] === delimiter || text[at] === '\n';
  let end = 0;
  let quoted = false;
  let fieldBegins = true;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (quoted) {
      if (code !== 34) continue;
      let next = at + 1;
      if (text.charCodeAt(next) === 34) {
        at = next;
        continue;
      }
      while (next < text.length && !ends(next) && text[next]?.trim() === '') next += 1;
      quoted = !ends(next);
    } else if (code === 34 && fieldBegins) quoted = true;
    else if (code === 10) end = at + 1;
    fieldBegins = !quoted && (code === 10 || text[at] === delimiter);
  }
  return end;
}

const quoteError = (line: number, closedIn?: number): AppError =>
  new AppError(
    'invalid_input',
    `line ${line}: a quote is opened that is ${
      closedIn === undefined
        ? 'never closed; close it or take it out'
        : `closed only in line ${closedIn}, with other quotes between; close it where its field ends, or take it out`
    } (a quote within a quoted field is written twice)`,
  );

/** How many line ends a text holds. */
function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

/** What separates the columns: what cuts the most lines into the same number of them. */
function guessDelimiter(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const score = (delimiter: string): number => {
    const counts = new Map<number, number>();
    for (const line of lines.slice(0, 200)) {
      const columns = line.replace(/"[^"]*"/g, '').split(delimiter).length - 1;
      if (columns > 0) counts.set(columns, (counts.get(columns) ?? 0) + 1);
    }
    return Math.max(0, ...[...counts].map(([columns, times]) => columns * times));
  };
  return delimiters.reduce((best, delimiter) => (score(delimiter) > score(best) ? delimiter : best));
}

/** Whether a record holds any text. */
function hasText(fields: readonly string[]): boolean {
  for (const field of fields) if (field !== '' && field.trim() !== '') return true;
  return false;
}

function rowsOf(text: string, firstLine: number, delimiter: string): CsvRow[] {
  const { data, errors } = Papa.parse<string[]>(text, { delimiter, newline: '\n', quoteChar: '"' });
  const lineAt = (index = 0): number => firstLine + countLines(text.slice(0, index));
  const open = errors.find(({ code }) => code === 'MissingQuotes');
  if (open !== undefined) throw quoteError(lineAt(open.index));
  // The same quotes within one line are read as they stand; over several they would swallow the rows between.
  const odd = new Map(errors.map(({ row, index }) => [row, index]));
  const rows: CsvRow[] = [];
  let line = firstLine;
  const multiline = text.includes('"');
  for (const [i, fields] of data.entries()) {
    const begins = line;
    line += 1;
    if (multiline) for (const field of fields) line += countLines(field);
    const lastLine = line - 1;
    if (lastLine > begins && odd.has(i)) throw quoteError(lineAt(odd.get(i)), lastLine);
    if (hasText(fields)) rows.push({ line: begins, lastLine, fields });
  }
  return rows;
}

/** What reading a file told of it. */
export interface CsvReader {
  /** Records in the order of the file, in groups; records without any text are left out. */
  readonly rows: AsyncGenerator<readonly CsvRow[]>;
  /** What separates its columns; known with the first group. */
  readonly delimiter: () => string;
}

/**
 * Reads the records of a CSV file with whatever line ends and delimiter it has, in constant memory.
 *
 * @param given the delimiter, when it is known.
 * @throws AppError `invalid_input` for a quote that is never closed, or only after other rows.
 */
export function readCsv(bytes: AsyncIterable<Uint8Array>, given?: string): CsvReader {
  let delimiter = given;
  const delimiterOf = (text: string): string => {
    delimiter ??= guessDelimiter(text.slice(0, probeCharacters));
    return delimiter;
  };
  async function* rows(): AsyncGenerator<readonly CsvRow[]> {
    let line = 1;
    let pending = '';
    const take = (text: string): CsvRow[] => {
      const taken = rowsOf(text.endsWith('\n') ? text.slice(0, -1) : text, line, delimiterOf(text));
      line += countLines(text);
      return taken;
    };
    for await (const text of withLineFeeds(decoded(bytes))) {
      pending += text;
      if (pending.length < probeCharacters) continue;
      const end = endOfRecords(pending, delimiterOf(pending));
      if (end > 0) yield take(pending.slice(0, end));
      pending = pending.slice(end);
      if (pending.length > longestRecord) throw quoteError(line);
    }
    if (pending !== '') yield take(pending);
  }
  return { rows: rows(), delimiter: () => delimiter ?? ',' };
}
