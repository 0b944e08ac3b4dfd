import type { SaxesParser } from 'saxes';

/** Keeps the place of a parser right that does not see all of the text. */
export interface Jumps {
  /** Notes that `from … to - 1` is kept from the parser, which has been given `given` characters before. */
  jump(text: string, from: number, to: number, given: number): void;
  /** Characters between the beginning of the line and where the parser stands; to be called within an event. */
  column(): number;
}

/** Ends of lines in a text, and where the last of them ends; 0 when there is none. */
function linesIn(text: string): { readonly count: number; readonly end: number } {
  // As XML has it; nearly no file holds a bare `\r`, and a search takes a tenth of a look at each character.
  const plain = text.includes('\r') ? text.replace(/\r(?!\n)/g, '\n') : text;
  let [count, end] = [0, 0];
  for (let at = plain.indexOf('\n'); at >= 0; at = plain.indexOf('\n', end)) {
    count += 1;
    end = at + 1;
  }
  return { count, end };
}

/** Counts the lines and columns of what a parser was not given. Its own `line` is corrected. */
export function createJumps(
  parser: Pick<SaxesParser<{ xmlns: true }>, 'line' | 'columnIndex' | 'position'>,
): Jumps {
  let line = 0;
  // Of the line in which the last jump ended; in the next one the parser counts from a beginning that it saw.
  let shift = 0;
  const shiftNow = (): number => (parser.line === line ? shift : 0);
  return {
    column: () => parser.columnIndex + shiftNow(),
    jump(text, from, to, given) {
      // Between writes the position of saxes counts the last piece twice; the beginning of its line is right.
      const seen = given - (parser.position - parser.columnIndex);
      const { count, end } = linesIn(text.slice(from, to));
      const after = to - from - end + (count === 0 ? seen + shiftNow() : 0);
      parser.line += count;
      line = parser.line;
      shift = after - seen;
    },
  };
}
