import type { Reading } from '../reading.ts';
import { qualityOfReading } from '../schema/codes-reading.ts';
import type { SimpleType } from '../schema/define.ts';
import { int16, int48, uInt32 } from '../schema/simple-types.ts';
import { endOfTime } from './leaf-value.ts';

/** Readings that stand one after the other in a text. */
interface ScannedReadings {
  readonly readings: readonly Reading[];
  /** Where the last of them ends. */
  readonly end: number;
}

type Draft = { -readonly [K in keyof Reading]: Reading[K] };

const blank = '[ \\t\\r\\n]*';
/**
 * Some write the time in words behind its number. A comment without a hyphen needs no second look for its end, and one
 * without markup is not taken for an element.
 */
const comment = '<!--[\\t\\r\\n !-,./-;=-~]*-->';
const space = `${blank}(?:${comment}${blank})*`;

/** One reading with all its elements in the order of the schema, without attributes or entities. */
function patternOf(prefix: string): RegExp {
  const p = prefix.replace(/[^\w:]/gu, '\\$&');
  const element = (name: string, content: string): string => `<${p}${name}>${content}</${p}${name}>${space}`;
  const number = (name: string): string => element(name, '(-?\\d{1,15})');
  const maybe = (name: string): string => `(?:${number(name)})?`;
  const quality = element('ReadingQuality', space + element('quality', '\\d{1,3}'));
  const period = element('timePeriod', space + number('duration') + number('start'));
  const plain = ['value', 'consumptionTier', 'tou', 'cpp'].map(maybe).join('');
  const reading = `${space}${maybe('cost')}((?:${quality})*)${period}${plain}`;
  return new RegExp(`${space}<${p}IntervalReading>${reading}</${p}IntervalReading>`, 'y');
}

const within = ({ min = -endOfTime, max = endOfTime }: SimpleType, value: number): boolean =>
  value >= min && value <= max;

/** Finds readings in a text without a parser. */
export interface ReadingScanner {
  /**
   * The readings that begin at a place, one behind the other, as long as they are written in the plain way and nothing
   * is to be said about them. None when the first is not: what it is only the schema can tell.
   */
  readonly scan: (text: string, at: number) => ScannedReadings;
}

/**
 * Makes a scanner of the IntervalReadings of one prefix, with its colon, or without one. Nearly all readings of
 * nearly all files are written in one plain way, and they are nearly all of the file: to find each in one step takes
 * a tenth of what a parser, an element and a table for each of its parts take.
 */
export function createReadingScanner(prefix: string): ReadingScanner {
  const pattern = patternOf(prefix);
  // Most readings have the quality of the one before.
  let qualityText = '';
  let quality: readonly number[] | undefined;

  /** Undefined when one of the codes is none. */
  const qualityIn = (text: string): readonly number[] | undefined => {
    if (text === qualityText) return quality;
    qualityText = text;
    const codes = Array.from(text.matchAll(/>(\d+)</g), ([, code]) => Number(code));
    quality = codes.every((code) => qualityOfReading.codes?.has(String(code))) ? codes : undefined;
    return quality;
  };

  const readingOf = (match: RegExpExecArray): Reading | undefined => {
    const [, cost, codes = '', duration, start, value, consumptionTier, tou, cpp] = match;
    const reading: Draft = { start: Number(start) + 0, duration: Number(duration) + 0 };
    if (Math.abs(reading.start) > endOfTime || !within(uInt32, reading.duration)) return undefined;
    if (value !== undefined) reading.value = Number(value) + 0;
    if (cost !== undefined) reading.cost = Number(cost) + 0;
    if (tou !== undefined) reading.tou = Number(tou) + 0;
    if (cpp !== undefined) reading.cpp = Number(cpp) + 0;
    if (consumptionTier !== undefined) reading.consumptionTier = Number(consumptionTier) + 0;
    if (!within(int48, reading.value ?? 0) || !within(int48, reading.cost ?? 0)) return undefined;
    for (const code of [reading.tou, reading.cpp, reading.consumptionTier])
      if (code !== undefined && !within(int16, code)) return undefined;
    if (codes === '') return reading;
    const its = qualityIn(codes);
    if (its === undefined) return undefined;
    reading.quality = its;
    return reading;
  };

  return {
    scan(text, at) {
      const readings: Reading[] = [];
      let end = at;
      pattern.lastIndex = at;
      for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
        const reading = readingOf(match);
        if (reading === undefined) break;
        readings.push(reading);
        end = pattern.lastIndex;
      }
      return { readings, end };
    },
  };
}
