import { type DstRule, decodeDstRule, dstRuleInstant } from './dst-rule.ts';
import type { LocalTimeRules } from './local-time-parameters.ts';
import { createZoneClock, type ZoneClock } from './zone-clock.ts';

/** No clock on earth is further from UTC. */
const maxOffset = 16 * 3600;

interface DstChange {
  readonly at: number;
  readonly offset: number;
}

function changesOfYear(rules: LocalTimeRules, start: DstRule, end: DstRule, year: number): DstChange[] {
  const standard = rules.tzOffset;
  const daylight = standard + rules.dstOffset;
  const startAt = dstRuleInstant(start, year, standard);
  const endAt = dstRuleInstant(end, year, daylight);
  return [
    ...(startAt === undefined ? [] : [{ at: startAt, offset: daylight }]),
    ...(endAt === undefined ? [] : [{ at: endAt, offset: standard }]),
  ].sort((a, b) => a.at - b.at);
}

/**
 * A local clock out of nothing but LocalTimeParameters, for places whose time zone has no known name. The
 * rules, which a custodian gives for the current year, are applied to every year.
 *
 * @throws DstRuleError when `dstOffset` is not 0 and a rule is unreadable.
 * @throws RangeError when the offsets are not seconds on this earth.
 * @see espi.xsd TimeConfiguration
 */
export function zoneClockFromRules(rules: LocalTimeRules): ZoneClock {
  const { tzOffset, dstOffset } = rules;
  if (!(Math.abs(tzOffset) + Math.abs(dstOffset) <= maxOffset)) {
    throw new RangeError(`tzOffset ${tzOffset} and dstOffset ${dstOffset} must be seconds, 16 hours at most`);
  }
  const name = `${tzOffset}/${dstOffset}/${rules.dstStartRule}/${rules.dstEndRule}`;
  const start = dstOffset === 0 ? undefined : decodeDstRule(rules.dstStartRule);
  const end = dstOffset === 0 ? undefined : decodeDstRule(rules.dstEndRule);
  if (start === undefined || end === undefined) {
    return createZoneClock({ name, offsetAt: () => tzOffset, changesBetween: () => [] });
  }
  const changesNear = (t: number): DstChange[] => {
    const year = new Date(t * 1000).getUTCFullYear();
    return [-2, -1, 0, 1].flatMap((shift) => changesOfYear(rules, start, end, year + shift));
  };
  const offsetAt = (t: number): number => changesNear(t).findLast(({ at }) => at <= t)?.offset ?? tzOffset;
  const changesBetween = (from: number, until: number): number[] =>
    changesNear(from)
      .map(({ at }) => at)
      .filter((at) => at > from && at < until);
  return createZoneClock({ name, offsetAt, changesBetween });
}
