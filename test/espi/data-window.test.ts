import { describe, expect, it } from 'vitest';
import { canonicalPage, parsePage } from '../../src/espi/data-page.ts';
import {
  canonicalWindow,
  openEnded,
  parseWindow,
  selectsReading,
  selectsUpdated,
} from '../../src/espi/data-window.ts';
import { WindowError } from '../../src/espi/query-parameter.ts';

const august = Date.UTC(2018, 7, 1);
const september = Date.UTC(2018, 8, 1);

function failureOf(parse: () => unknown): WindowError {
  try {
    parse();
  } catch (error) {
    if (error instanceof WindowError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('parseWindow', () => {
  it('reads the four bounds and ignores the rest', () => {
    expect(
      parseWindow({
        'published-min': '2018-08-01T00:00:00Z',
        'published-max': '1535760000',
        'updated-min': '2018-07-31T20:00:00-04:00',
        'updated-max': '2018-09-01T00:00:00.000 00:00',
        'max-results': 'many',
        other: ['a', 'b'],
      }),
    ).toEqual({ publishedMin: august, publishedMax: september, updatedMin: august, updatedMax: september });
    expect(parseWindow({})).toEqual({});
  });

  it.each([
    ['published-min', { 'published-min': 'All' }],
    ['published-max', { 'published-max': '03/01/2016' }],
    ['updated-min', { 'updated-min': '' }],
    ['updated-max', { 'updated-max': '2018-02-30T00:00:00Z' }],
    ['updated-min', { 'updated-min': ['2018-08-01T00:00:00Z', '2018-08-01T00:00:00Z'] }],
    ['published-min', { 'published-min': { a: '1' } }],
    ['published-max', { 'published-min': '2018-08-01T00:00:01Z', 'published-max': '2018-08-01T00:00:00Z' }],
    ['updated-max', { 'updated-min': '2018-08-01T00:00:01Z', 'updated-max': '2018-08-01T00:00:00Z' }],
  ])('names %s', (parameter, query) => {
    const failure = failureOf(() => parseWindow(query));
    expect(failure.parameter).toBe(parameter);
    expect(failure.message).toMatch(new RegExp(`^${parameter} `));
  });

  it('takes equal bounds for a window that selects nothing', () => {
    const window = parseWindow({ 'published-min': '1533081600', 'published-max': '1533081600' });
    expect(selectsReading(window, 1_533_081_600)).toBe(false);
  });
});

describe('selection', () => {
  it('is half-open', () => {
    const window = { publishedMin: august, publishedMax: september };
    expect(
      [august - 1000, august, september - 1000, september].map((t) => selectsReading(window, t / 1000)),
    ).toEqual([false, true, true, false]);
    const entered = { updatedMin: august, updatedMax: september };
    expect([august - 1, august, september - 1, september].map((t) => selectsUpdated(entered, t))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it('compares seconds with bounds inside a second', () => {
    expect(selectsReading({ publishedMin: august + 1 }, august / 1000)).toBe(false);
    expect(selectsReading({ publishedMax: august + 1 }, august / 1000)).toBe(true);
  });

  it('has no side without a bound, and each kind of time its own bounds', () => {
    expect(selectsReading({ updatedMin: september }, 0)).toBe(true);
    expect(selectsUpdated({ publishedMin: september }, 0)).toBe(true);
    expect(selectsReading({ publishedMax: august }, -1e9)).toBe(true);
  });
});

describe('canonicalWindow', () => {
  it('does not depend on how the times were written or ordered', () => {
    const one = parseWindow({ 'updated-min': '1533081600', 'published-min': '2018-08-01T02:00:00+02:00' });
    const other = parseWindow({ 'published-min': '1533081600', 'updated-min': '2018-08-01T00:00:00.000Z' });
    expect(canonicalWindow(one)).toBe('published-min=2018-08-01T00:00:00Z&updated-min=2018-08-01T00:00:00Z');
    expect(canonicalWindow(other)).toBe(canonicalWindow(one));
    expect(canonicalWindow({})).toBe('');
  });

  it('forgets maxima that are not past', () => {
    const window = { publishedMin: august, publishedMax: september, updatedMax: september + 1 };
    expect(openEnded(window, september)).toEqual({ publishedMin: august });
    expect(openEnded(window, september + 1)).toEqual({ publishedMin: august, publishedMax: september });
    expect(openEnded(window, september + 2)).toEqual(window);
  });
});

describe('parsePage', () => {
  it.each([
    [{}, { skip: 0 }, ''],
    [{ 'start-index': '0' }, { skip: 0 }, ''],
    [{ 'start-index': '1' }, { skip: 0 }, ''],
    [
      { 'start-index': '11', 'max-results': '10', depth: '3' },
      { skip: 10, limit: 10 },
      'start-index=11&max-results=10',
    ],
    [{ 'max-results': '0' }, { skip: 0, limit: 0 }, 'max-results=0'],
  ])('reads %j', (query, page, text) => {
    expect(parsePage(query)).toEqual(page);
    expect(canonicalPage(parsePage(query))).toBe(text);
  });

  it.each([
    ['start-index', 'one'],
    ['start-index', '-1'],
    ['max-results', ''],
    ['max-results', '1.5'],
    ['max-results', '9999999999999999'],
    ['depth', 'all'],
    ['depth', ['1', '2']],
  ])('names %s when it is %j', (name, value) => {
    expect(failureOf(() => parsePage({ [name]: value })).parameter).toBe(name);
  });
});
