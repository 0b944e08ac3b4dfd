/**
 * When daylight saving time begins or ends, every year, on the wall clock that is valid until then.
 *
 * On the wire it is a 32-bit number as 8 hex digits: month in bits 28–31, operator 25–27, dayOfMonth 20–24,
 * dayOfWeek 17–19, hour 12–16, second 0–11.
 *
 * @see espi.xsd DstRuleType
 */
export interface DstRule {
  /** 1 … 12. */
  readonly month: number;
  /**
   * 0: on `dayOfMonth`; 1: the first `dayOfWeek` on or after `dayOfMonth`; 2 … 6: the first … fifth
   * `dayOfWeek` of the month; 7: the last one.
   */
  readonly operator: number;
  /** 1 … 31 with the operators 0 and 1, otherwise 0. */
  readonly dayOfMonth: number;
  /** Monday 1 … Sunday 7; 0 with the operator 0. */
  readonly dayOfWeek: number;
  /** 0 … 23. */
  readonly hour: number;
  /** Seconds after the hour, 0 … 3599. */
  readonly second: number;
}

/** A DST rule that names no day. The message says which part is wrong. */
export class DstRuleError extends RangeError {
  constructor(rule: string, reason: string) {
    super(`DST rule ${rule}: ${reason}`);
    this.name = 'DstRuleError';
  }
}

/** What a zone without daylight saving time has in place of a rule. */
export const noDst = 'FFFFFFFF';

function faultOf({ month, operator, dayOfMonth, dayOfWeek, hour, second }: DstRule): string | undefined {
  const outside = (value: number, min: number, max: number): boolean =>
    !Number.isInteger(value) || value < min || value > max;
  if (outside(month, 1, 12)) return `the month is ${month}, not 1 … 12`;
  if (outside(operator, 0, 7)) return `the operator is ${operator}, not 0 … 7`;
  if (operator < 2 && outside(dayOfMonth, 1, daysOfMonth(2000, month))) {
    return `the day of the month is ${dayOfMonth}, which the month does not have`;
  }
  if (operator >= 2 && dayOfMonth !== 0) {
    return `the day of the month is ${dayOfMonth}, but the operator ${operator} wants 0`;
  }
  // A fixed day needs no weekday; some writers give the one of the year.
  if (outside(dayOfWeek, operator === 0 ? 0 : 1, 7)) return `the day of the week is ${dayOfWeek}, not 1 … 7`;
  if (outside(hour, 0, 23)) return `the hour is ${hour}, not 0 … 23`;
  if (outside(second, 0, 3599)) return `the seconds after the hour are ${second}, not 0 … 3599`;
  return undefined;
}

/**
 * Writes a rule as 8 upper-case hex digits.
 *
 * @throws DstRuleError when a part is out of its range.
 */
export function encodeDstRule(rule: DstRule): string {
  const fault = faultOf(rule);
  if (fault !== undefined) throw new DstRuleError(JSON.stringify(rule), fault);
  const { month, operator, dayOfMonth, dayOfWeek, hour, second } = rule;
  const bits =
    (month << 28) | (operator << 25) | (dayOfMonth << 20) | (dayOfWeek << 17) | (hour << 12) | second;
  return (bits >>> 0).toString(16).toUpperCase().padStart(8, '0');
}

/**
 * Reads a rule; undefined when it says that there is no daylight saving time.
 *
 * Some real feeds hold an instant in place of a rule, or half a rule: they are refused, as they name no day.
 *
 * @param hex 8 hex digits in either case.
 * @throws DstRuleError when it is no rule.
 */
export function decodeDstRule(hex: string): DstRule | undefined {
  if (!/^[0-9a-f]{8}$/i.test(hex)) throw new DstRuleError(`"${hex}"`, 'it must be 8 hex digits');
  if (hex.toUpperCase() === noDst) return undefined;
  const bits = Number.parseInt(hex, 16);
  const rule = {
    month: bits >>> 28,
    operator: (bits >>> 25) & 0x7,
    dayOfMonth: (bits >>> 20) & 0x1f,
    dayOfWeek: (bits >>> 17) & 0x7,
    hour: (bits >>> 12) & 0x1f,
    second: bits & 0xfff,
  };
  const fault = faultOf(rule);
  if (fault !== undefined) throw new DstRuleError(hex, fault);
  return rule;
}

/** Midnight UTC of a civil date in milliseconds, for every year; days beyond the month run into the next. */
function utcMidnight(year: number, month: number, day: number): number {
  return new Date(0).setUTCFullYear(year, month - 1, day);
}

const daysOfMonth = (year: number, month: number): number =>
  new Date(utcMidnight(year, month + 1, 0)).getUTCDate();

/** Monday 1 … Sunday 7. */
const weekdayOf = (midnight: number): number => new Date(midnight).getUTCDay() || 7;

function dayOfRule(rule: DstRule, year: number): number | undefined {
  const { month, operator, dayOfMonth, dayOfWeek } = rule;
  if (operator === 0) return dayOfMonth;
  const last = daysOfMonth(year, month);
  const earliest = operator === 1 ? dayOfMonth : operator === 7 ? last - 6 : 1 + (operator - 2) * 7;
  const day = earliest + ((dayOfWeek - weekdayOf(utcMidnight(year, month, earliest)) + 7) % 7);
  return operator === 6 && day > last ? undefined : day;
}

/**
 * The instant of a rule in a year, in epoch seconds; undefined when the month has no fifth such weekday.
 *
 * @param wallOffset local time minus UTC, in seconds, on the clock that is valid until then: standard time
 *   for the start of daylight saving time, daylight time for its end.
 */
export function dstRuleInstant(rule: DstRule, year: number, wallOffset: number): number | undefined {
  const day = dayOfRule(rule, year);
  if (day === undefined) return undefined;
  return utcMidnight(year, rule.month, day) / 1000 + rule.hour * 3600 + rule.second - wallOffset;
}
