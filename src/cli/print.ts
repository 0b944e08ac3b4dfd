import type { Streams } from './context.ts';

type Output = Pick<Streams, 'stdout'>;

/** Prints one JSON document. */
export function printJson({ stdout }: Output, value: unknown): void {
  stdout.write(`${JSON.stringify(value, undefined, 2)}\n`);
}

/** Prints a list: a line of headings and a line for each row, columns under each other. */
export function printTable(
  { stdout }: Output,
  headings: readonly string[],
  rows: readonly (readonly string[])[],
): void {
  const all = [headings, ...rows];
  const widths = headings.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  for (const row of all)
    stdout.write(
      `${row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd()}\n`,
    );
}

/** Longest name that a list shows; the uid of a meter or customer is shorter. */
const longestName = 24;

/** What a list calls a thing: its name, or its uid where that is long, as the address of a source is. Commands take both. */
export const shortName = (name: string, uid: string | undefined): string =>
  name.length <= longestName ? name : (uid ?? name);

/** Text of a bounded length; what is left out is in the JSON document. */
export const shortText = (text: string, longest: number): string =>
  text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;

/** Prints facts, one a line: a name and its value. */
export function printFacts({ stdout }: Output, facts: Readonly<Record<string, string>>): void {
  const width = Math.max(...Object.keys(facts).map((name) => name.length));
  for (const [name, value] of Object.entries(facts)) stdout.write(`${name.padEnd(width)}  ${value}\n`);
}
