import { type LocalTimeRules, localTimeParametersOf } from '../../../espi/local-time-parameters.ts';

/** Zones in which Green Button files come, the most populous first where several have the same rules. */
const candidates = [
  'America/New_York',
  'America/Chicago',
  'America/Los_Angeles',
  'America/Denver',
  'America/Phoenix',
  'America/Halifax',
  'America/St_Johns',
  'America/Regina',
  'America/Puerto_Rico',
  'America/Anchorage',
  'Pacific/Honolulu',
  'Europe/London',
  'Europe/Berlin',
  'Europe/Helsinki',
  'Asia/Tokyo',
  'Australia/Sydney',
  'Pacific/Auckland',
];

const known = new Map<string, LocalTimeRules>();

/** The rules of a zone in a year, computed once. */
function rulesOf(zone: string, year: number): LocalTimeRules {
  const rules = known.get(`${zone} ${year}`) ?? localTimeParametersOf(zone, year);
  known.set(`${zone} ${year}`, rules);
  return rules;
}

const sameRules = (zone: string, rules: LocalTimeRules, year: number): boolean => {
  const its = rulesOf(zone, year);
  if (its.tzOffset !== rules.tzOffset || its.dstOffset !== rules.dstOffset) return false;
  const same = (a: string, b: string): boolean => a.toUpperCase() === b.toUpperCase();
  return (
    its.dstOffset === 0 ||
    (same(its.dstStartRule, rules.dstStartRule) && same(its.dstEndRule, rules.dstEndRule))
  );
};

const sameOffsets = (zone: string, rules: LocalTimeRules, year: number): boolean => {
  const its = rulesOf(zone, year);
  return its.tzOffset === rules.tzOffset && its.dstOffset === rules.dstOffset;
};

/**
 * The IANA zone by which days are cut where a file says only rules: `preferred` when it has these rules, else a
 * well-known zone that has, else one with the same offsets, else `preferred` all the same.
 */
export function zoneOfRules(rules: LocalTimeRules, preferred: string, year: number): string {
  const zones = [preferred, ...candidates];
  return (
    zones.find((zone) => sameRules(zone, rules, year)) ??
    zones.find((zone) => sameOffsets(zone, rules, year)) ??
    preferred
  );
}
