import { type DstRule, dstRuleInstant, encodeDstRule, noDst } from './dst-rule.ts';
import { type OffsetSpan, offsetChangesIn, type ZoneClock } from './zone-clock.ts';
import { zoneClockOf } from './zone-clock-iana.ts';

/** The elements of LocalTimeParameters. Offsets in seconds, rules as 8 hex digits. */
export interface LocalTimeRules {
  readonly dstEndRule: string;
  readonly dstOffset: number;
  readonly dstStartRule: string;
  /** Standard time minus UTC; negative west of Greenwich. */
  readonly tzOffset: number;
}

/** How many years before and after are asked which way of naming a day is the lasting one. */
const yearsAround = 6;

/** Every rule that names the local day and time of an instant, the customary ways first. */
function rulesNaming(at: number, wallOffset: number): DstRule[] {
  const wall = new Date((at + wallOffset) * 1000);
  const [month, day] = [wall.getUTCMonth() + 1, wall.getUTCDate()];
  const second = wall.getUTCMinutes() * 60 + wall.getUTCSeconds();
  const common = { month, hour: wall.getUTCHours(), second };
  const byWeekday = { ...common, dayOfMonth: 0, dayOfWeek: wall.getUTCDay() || 7 };
  const week = Math.ceil(day / 7);
  const onOrAfter = Array.from({ length: 7 }, (_, back) => day - back)
    .filter((dayOfMonth) => dayOfMonth >= 1)
    .map((dayOfMonth) => ({ ...byWeekday, operator: 1, dayOfMonth }));
  const candidates: DstRule[] = [
    ...(week < 5 ? [{ ...byWeekday, operator: week + 1 }] : []),
    { ...byWeekday, operator: 7 },
    ...onOrAfter,
    { ...common, operator: 0, dayOfMonth: day, dayOfWeek: 0 },
  ];
  const year = wall.getUTCFullYear();
  return candidates.filter((rule) => dstRuleInstant(rule, year, wallOffset) === at);
}

/** How many years in a row, among those around `year`, a rule names an instant at which the clock changes. */
function yearsInARow(rule: DstRule, year: number, wallOffset: number, zone: ZoneClock): number {
  const holds = (candidate: number): boolean =>
    offsetChangesIn(zone, candidate).some(({ from }) => from === dstRuleInstant(rule, candidate, wallOffset));
  let years = 0;
  for (const direction of [1, -1]) {
    for (let step = 1; step <= yearsAround && holds(year + direction * step); step++) years++;
  }
  return years;
}

function ruleFor(change: OffsetSpan, year: number, zone: ZoneClock): string {
  const wallOffset = change.offsetBefore;
  const scored = rulesNaming(change.from, wallOffset).map((rule) => ({
    rule,
    years: yearsInARow(rule, year, wallOffset, zone),
  }));
  const best = Math.max(...scored.map(({ years }) => years));
  const chosen = scored.find(({ years }) => years === best);
  if (chosen === undefined)
    throw new RangeError(`No rule names the change of ${zone.name} at ${change.from}`);
  return encodeDstRule(chosen.rule);
}

/**
 * The LocalTimeParameters of a time zone in a year: the rules reproduce the changes of that year, and are
 * worded so that they hold for as many years around it as possible.
 *
 * A year without both a change forth and a change back has no daylight saving time here, and `tzOffset` is
 * the offset at its end. Where the clock changes more than twice, the first change forth and the last change
 * back are taken, when they belong together: the standard cannot say more.
 *
 * @throws RangeError when the name is not a time zone.
 * @see espi.xsd TimeConfiguration, DstRuleType
 */
export function localTimeParametersOf(ianaName: string, year: number): LocalTimeRules {
  const zone = zoneClockOf(ianaName);
  const changes = offsetChangesIn(zone, year);
  const start = changes.find(({ offset, offsetBefore }) => offset > offsetBefore);
  const end = changes.findLast(({ offset, offsetBefore }) => offset < offsetBefore);
  if (start === undefined || end === undefined || start.offset !== end.offsetBefore) {
    const { offset } = zone.spanAt(Date.UTC(year, 11, 31) / 1000);
    return { dstEndRule: noDst, dstOffset: 0, dstStartRule: noDst, tzOffset: offset };
  }
  return {
    dstEndRule: ruleFor(end, year, zone),
    dstOffset: start.offset - start.offsetBefore,
    dstStartRule: ruleFor(start, year, zone),
    tzOffset: start.offsetBefore,
  };
}
