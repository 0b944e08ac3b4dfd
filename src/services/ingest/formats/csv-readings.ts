import type { ZoneClock } from '../../../espi/zone-clock.ts';
import { AppError } from '../../../platform/errors.ts';
import { type CsvHeader, type CsvLayout, headerIn } from './csv-layout.ts';
import { CsvProblem } from './csv-problem.ts';
import { type CsvReading, type CsvRowReader, createRowReader } from './csv-reading.ts';
import { readCsv } from './csv-rows.ts';
import type { PickInstant } from './csv-spans.ts';

/** Lines among which a header must be. */
const mostPreamble = 200;

/** How to read a file, and what to do with its rows. */
export interface CsvReadOptions {
  readonly layout: CsvLayout;
  /** Of local times. */
  readonly zone: ZoneClock;
  readonly pick: PickInstant;
  readonly onRow: (row: CsvReading, line: number) => void;
  readonly onProblem: (line: number, problem: CsvProblem) => void;
  /** Awaited from time to time. */
  readonly onGroup?: () => Promise<void>;
}

const headerError = ({ columns }: CsvLayout): AppError =>
  new AppError(
    'invalid_input',
    columns === undefined
      ? 'no header was found: it must have a column of times (start, date, or readDate and days) and one of values or costs; name the columns of this file with --csv-map start=…,value=… (docs/import.md)'
      : `no row holds the columns ${Object.values(columns)
          .map((name) => `"${name}"`)
          .join(', ')} of --csv-map, with times and values among them (docs/import.md)`,
  );

/** The lines that went with a row that cannot be used are named, in case that they were rows of their own. */
const reachingTo = (lastLine: number, { column, message }: CsvProblem): CsvProblem =>
  new CsvProblem(column, `${message}; it reaches to line ${lastLine}, where a quote that it opens is closed`);

/**
 * Reads the rows below the header of a CSV file; what stands above it is passed over.
 *
 * @throws AppError `invalid_input` when no header is found, or a quote is never closed.
 */
export async function readCsvReadings(
  bytes: AsyncIterable<Uint8Array>,
  { layout, zone, pick, onRow, onProblem, onGroup }: CsvReadOptions,
): Promise<void> {
  const csv = readCsv(bytes, layout.delimiter);
  let reader: CsvRowReader | undefined;
  let above = 0;
  const begin = (header: CsvHeader): CsvRowReader => {
    const decimal = layout.decimal ?? (csv.delimiter() === ';' ? ',' : '.');
    return createRowReader(header, layout, { zone, decimal });
  };
  for await (const group of csv.rows) {
    for (const row of group) {
      if (reader === undefined) {
        const header = headerIn(row, layout);
        if (header !== undefined) reader = begin(header);
        else if (++above > mostPreamble) throw headerError(layout);
        continue;
      }
      let reading: CsvReading;
      try {
        reading = reader.read(row.fields, pick);
      } catch (error) {
        if (!(error instanceof CsvProblem)) throw error;
        onProblem(row.line, row.lastLine > row.line ? reachingTo(row.lastLine, error) : error);
        continue;
      }
      onRow(reading, row.line);
    }
    await onGroup?.();
  }
  if (reader !== undefined) return;
  throw above === 0 ? new AppError('invalid_input', 'the file is empty') : headerError(layout);
}
