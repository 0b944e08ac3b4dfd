import { localDay, localDayBounds } from '../../espi/local-day.ts';
import { zoneClockOf } from '../../espi/zone-clock-iana.ts';

/** The local day of an instant in milliseconds: `2026-11-23`. */
export const dayOf = (at: number, timeZone: string): string =>
  localDay(Math.floor(at / 1000), zoneClockOf(timeZone));

/** Whether a text is a day that exists. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** The day some months away: the last one of its month when there is no such day in it. */
export function addMonths(day: string, months: number): string {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}

/** The day some days away. */
export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** When a local day begins, in seconds. */
export const startOfDay = (day: string, timeZone: string): number =>
  localDayBounds(day, zoneClockOf(timeZone)).start;

/** When a local day is over, in seconds. */
export const endOfDay = (day: string, timeZone: string): number =>
  localDayBounds(day, zoneClockOf(timeZone)).end;
