import type { Reading } from './reading.ts';
import { sameCodes } from './reading-equality.ts';

/** Everything about a reading but its numbers: readings with the same traits have the same text around them. */
export interface ReadingTraits {
  readonly hasCost: boolean;
  readonly hasValue: boolean;
  readonly duration: number;
  readonly quality: readonly number[] | undefined;
  readonly tou: number | undefined;
  readonly cpp: number | undefined;
  readonly consumptionTier: number | undefined;
}

/**
 * The text of an IntervalReading around its three numbers:
 *
 *     beforeCost COST beforeStart START afterStart VALUE afterValue
 *
 * Without a cost `beforeCost` is empty and the text begins with `beforeStart`; without a value `afterValue` is
 * empty and the text ends with `afterStart`. All of it is ASCII.
 */
export interface ReadingTemplate {
  readonly hasCost: boolean;
  readonly hasValue: boolean;
  readonly beforeCost: string;
  readonly beforeStart: string;
  readonly afterStart: string;
  readonly afterValue: string;
}

const optional = (name: string, code: number | undefined): string =>
  code === undefined ? '' : `<${name}>${code}</${name}>`;

/**
 * The template of all readings with these traits: the one place where the text of a reading is described.
 *
 * @see espi.xsd IntervalReading
 */
function readingTemplate(traits: ReadingTraits): ReadingTemplate {
  const { hasCost, hasValue, duration, quality = [], tou, cpp, consumptionTier } = traits;
  const qualities = quality.map((code) => `<ReadingQuality><quality>${code}</quality></ReadingQuality>`);
  const opening = '<IntervalReading>';
  const middle = `${qualities.join('')}<timePeriod><duration>${duration}</duration><start>`;
  const closing = `${optional('consumptionTier', consumptionTier)}${optional('tou', tou)}${optional('cpp', cpp)}</IntervalReading>`;
  return {
    hasCost,
    hasValue,
    beforeCost: hasCost ? `${opening}<cost>` : '',
    beforeStart: (hasCost ? '</cost>' : opening) + middle,
    afterStart: `</start></timePeriod>${hasValue ? '<value>' : closing}`,
    afterValue: hasValue ? `</value>${closing}` : '',
  };
}

/** Templates that are kept: a feed has a few, only its irregular readings have many. */
const mostTemplates = 256;
const templates = new Map<string, ReadingTemplate>();

let lastTraits: ReadingTraits | undefined;
let lastTemplate: ReadingTemplate | undefined;

const sameTraits = (a: ReadingTraits, b: ReadingTraits): boolean =>
  a.hasCost === b.hasCost &&
  a.hasValue === b.hasValue &&
  a.duration === b.duration &&
  a.tou === b.tou &&
  a.cpp === b.cpp &&
  a.consumptionTier === b.consumptionTier &&
  sameCodes(a.quality, b.quality);

function lookUp(traits: ReadingTraits): ReadingTemplate {
  const { hasCost, hasValue, duration, quality, tou, cpp, consumptionTier } = traits;
  const key = `${hasCost} ${hasValue} ${duration} ${quality?.join() ?? ''} ${tou} ${cpp} ${consumptionTier}`;
  const known = templates.get(key);
  if (known !== undefined) return known;
  if (templates.size >= mostTemplates) templates.clear();
  const template = readingTemplate(traits);
  templates.set(key, template);
  return template;
}

/** The template of these traits; the same object as long as it is in use. Mostly it is the one asked for last. */
export function findTemplate(traits: ReadingTraits): ReadingTemplate {
  if (lastTemplate !== undefined && lastTraits !== undefined && sameTraits(lastTraits, traits))
    return lastTemplate;
  lastTraits = traits;
  lastTemplate = lookUp(traits);
  return lastTemplate;
}

/** Fills in a template. A number that the template has no place for is not looked at. */
export function fillTemplate(template: ReadingTemplate, start: number, value: number, cost: number): string {
  const { hasCost, hasValue, beforeCost, beforeStart, afterStart, afterValue } = template;
  const head = hasCost ? beforeCost + cost + beforeStart : beforeStart;
  return head + start + (hasValue ? afterStart + value + afterValue : afterStart);
}

/** The text of one reading. */
export function renderReading(reading: Reading): string {
  const { start, duration, value, cost, quality, tou, cpp, consumptionTier } = reading;
  const hasCost = cost !== undefined;
  const hasValue = value !== undefined;
  const template = findTemplate({ hasCost, hasValue, duration, quality, tou, cpp, consumptionTier });
  return fillTemplate(template, start, value ?? 0, cost ?? 0);
}
