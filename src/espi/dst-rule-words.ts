import { type DstRule, decodeDstRule } from './dst-rule.ts';

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const ordinals = ['first', 'second', 'third', 'fourth', 'fifth', 'last'];

function dayInWords({ month, operator, dayOfMonth, dayOfWeek }: DstRule): string {
  const monthName = months[month - 1];
  if (operator === 0) return `${dayOfMonth} ${monthName}`;
  const weekday = weekdays[dayOfWeek - 1];
  if (operator === 1) return `${weekday} on or after ${dayOfMonth} ${monthName}`;
  return `${ordinals[operator - 2]} ${weekday} of ${monthName}`;
}

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/**
 * A rule in words: `second Sunday of March, 02:00`.
 *
 * @throws DstRuleError when it is no rule.
 */
export function describeRule(hex: string): string {
  const rule = decodeDstRule(hex);
  if (rule === undefined) return 'no daylight saving time';
  const parts = [rule.hour, Math.floor(rule.second / 60)];
  if (rule.second % 60 !== 0) parts.push(rule.second % 60);
  return `${dayInWords(rule)}, ${parts.map(twoDigits).join(':')}`;
}
