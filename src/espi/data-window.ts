import { type Query, readTime, WindowError } from './query-parameter.ts';
import { formatTime } from './time.ts';

/**
 * Which data a feed is asked for. All bounds are milliseconds since 1970; both ranges are half-open,
 * `min <= time < max`, and an absent bound is open.
 *
 * `published…` is the time of the data, `updated…` the time of its entry here.
 */
export interface DataWindow {
  readonly publishedMin?: number;
  readonly publishedMax?: number;
  readonly updatedMin?: number;
  readonly updatedMax?: number;
}

const bounds = [
  ['publishedMin', 'published-min'],
  ['publishedMax', 'published-max'],
  ['updatedMin', 'updated-min'],
  ['updatedMax', 'updated-max'],
] as const;

function checkOrder(window: DataWindow, range: 'published' | 'updated'): void {
  const [min, max] =
    range === 'published'
      ? [window.publishedMin, window.publishedMax]
      : [window.updatedMin, window.updatedMax];
  if (min === undefined || max === undefined || min <= max) return;
  throw new WindowError(
    `${range}-max`,
    `${range}-max ${formatTime(max)} is before ${range}-min ${formatTime(min)}; exchange them`,
  );
}

/**
 * Reads the four time parameters of a query; other parameters are ignored.
 *
 * A minimum after its maximum is an error; a minimum equal to its maximum is a window that selects nothing.
 * Times in the future are fine.
 *
 * @throws WindowError naming the parameter that is malformed, repeated or contradictory.
 * @see FB_37 Query Parameters
 */
export function parseWindow(query: Query): DataWindow {
  const window: { -readonly [K in keyof DataWindow]: number } = {};
  for (const [key, name] of bounds) {
    const time = readTime(query, name);
    if (time !== undefined) window[key] = time;
  }
  checkOrder(window, 'published');
  checkOrder(window, 'updated');
  return window;
}

const within = (time: number, min: number | undefined, max: number | undefined): boolean =>
  (min === undefined || time >= min) && (max === undefined || time < max);

/** Whether the window's data time holds what begins at `startSeconds`. */
export function selectsReading(window: DataWindow, startSeconds: number): boolean {
  return within(startSeconds * 1000, window.publishedMin, window.publishedMax);
}

/** Whether the window's entry time holds what was entered or changed at `milliseconds`. */
export function selectsUpdated(window: DataWindow, milliseconds: number): boolean {
  return within(milliseconds, window.updatedMin, window.updatedMax);
}

/**
 * The window as one string, the same for every way to write the same instants: for ETags and cache keys.
 * Empty when the window selects everything.
 */
export function canonicalWindow(window: DataWindow): string {
  return bounds
    .flatMap(([key, name]) => {
      const time = window[key];
      return time === undefined ? [] : [`${name}=${formatTime(time)}`];
    })
    .join('&');
}

/**
 * The window without maxima that lie at or after `now`: a client that polls with a moving maximum asks the
 * same open-ended question each time, and its key must not change.
 */
export function openEnded(window: DataWindow, now: number): DataWindow {
  const { publishedMax, updatedMax, ...minima } = window;
  return {
    ...minima,
    ...(publishedMax !== undefined && publishedMax < now ? { publishedMax } : {}),
    ...(updatedMax !== undefined && updatedMax < now ? { updatedMax } : {}),
  };
}
