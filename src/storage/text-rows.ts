// Neither stands in an uid, a number, a day, or the text of jsonb, which escapes control characters.
const fieldEnd = '\x1f';
const rowEnd = '\x1e';

/** Columns, none of them null, as the one text `row`: a row of many fields takes the program several times as long. */
export const textRow = (columns: readonly string[]): string =>
  `concat_ws(chr(31), ${columns.join(', ')}) as row`;

/** All rows of a query that gives `row` as one value, in its order. */
export const textRows = (query: string): string =>
  `(select string_agg(row, chr(30)) from (${query}) as each_row)`;

/**
 * The text of a jsonb column, empty where it is the same as in the row before: `readSameTexts` fills it in.
 *
 * @param order the order of the rows: `u.id`
 */
export const textUnlessSame = (column: string, order: string): string =>
  `case when ${column} = lag(${column}) over (order by ${order}) then '' else ${column}::text end`;

/** The fields of the rows of a value of `textRows`. */
export const readTextRows = (rows: string | null): string[][] =>
  rows === null ? [] : rows.split(rowEnd).map((row) => row.split(fieldEnd));

/** Reads the fields of `textUnlessSame`, row by row: equal ones that follow one another give the same object. */
export function readSameTexts<T>(): (text: string) => T {
  let value: T;
  return (text) => {
    if (text !== '') value = JSON.parse(text) as T;
    return value;
  };
}
