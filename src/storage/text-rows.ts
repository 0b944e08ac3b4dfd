import { createJsonTexts } from './json-texts.ts';

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
 * The text of a jsonb column, empty where it is the same as in the row before of the same key: `readSameTexts` fills it in.
 *
 * @param rows their order, and what their key is: `order by u.id`, `partition by m.no order by u.id`.
 */
export const textUnlessSame = (column: string, rows: string): string =>
  `case when ${column} = lag(${column}) over (${rows}) then '' else ${column}::text end`;

/**
 * The fields of the rows of a value of `textRows`.
 *
 * @param fields how many each row has. @throws RangeError when a row has not: one of them was null.
 */
export function readTextRows(rows: string | null, fields: number): string[][] {
  if (rows === null) return [];
  return rows.split(rowEnd).map((text) => {
    const row = text.split(fieldEnd);
    if (row.length !== fields) throw new RangeError(`A row has ${row.length} fields instead of ${fields}`);
    return row;
  });
}

/** Reads the fields of `textUnlessSame`, row by row: equal texts give the same object. */
export function readSameTexts<T extends object>(): (text: string, key?: string) => T {
  const parsed = createJsonTexts<T>();
  const lasts = new Map<string, T>();
  return (text, key = '') => {
    const value = text === '' ? lasts.get(key) : parsed(text);
    if (value === undefined) throw new RangeError(`No row before of "${key}" has a text`);
    lasts.set(key, value);
    return value;
  };
}
