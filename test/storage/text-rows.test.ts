import { describe, expect, it } from 'vitest';
import { readSameTexts, readTextRows } from '../../src/storage/text-rows.ts';

describe('readTextRows', () => {
  it('gives the fields of each row, also where they are empty', () => {
    expect(readTextRows('1\x1fa\x1f\x1e2\x1f\x1fc', 3)).toEqual([
      ['1', 'a', ''],
      ['2', '', 'c'],
    ]);
    expect(readTextRows(null, 3)).toEqual([]);
  });

  it('does not take a row that lacks a field, as one with a null does', () => {
    expect(() => readTextRows('1\x1fa\x1e2', 2)).toThrow('A row has 1 fields instead of 2');
  });
});

describe('readSameTexts', () => {
  it('gives the value of the row before of the same key, and one object for equal texts', () => {
    const read = readSameTexts<{ kind: number }>();
    const [delivered, received] = [read('{"kind":1}', '0'), read('{"kind":2}', '1')];
    expect([delivered, received]).toEqual([{ kind: 1 }, { kind: 2 }]);
    expect([read('', '0'), read('', '1')]).toEqual([delivered, received]);
    expect(read('', '0')).toBe(delivered);
    expect(read('{"kind":1}', '1')).toBe(delivered);
    expect(read('', '1')).toBe(delivered);
  });

  it('does not take a first row without a text', () => {
    expect(() => readSameTexts()('', '3')).toThrow('No row before of "3" has a text');
  });
});
