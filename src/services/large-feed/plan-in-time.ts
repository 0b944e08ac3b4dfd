import type { FeedAnswer, FeedSize } from '../resource/answer.ts';
import type { PlanProgress, ResourceContext, ResourceRequest } from '../resource/context.ts';

/** Makes a feed; planning comes first. */
export type ReadFeed = (context: ResourceContext, request: ResourceRequest) => Promise<FeedAnswer>;

/** All of a feed, when so much of it holds so much. */
const estimate = ({ size: { readings, entries }, share }: PlanProgress): FeedSize => ({
  readings: Math.ceil(readings / share),
  entries: Math.ceil(entries / share),
});

/**
 * Plans a feed while its reader waits, for as long as that makes sense: once it is known to be large, or when the time is over,
 * a worker plans it anyway, and the planning here ends before its next statement.
 *
 * @param input.until by `performance.now()`.
 * @param input.unplanned what is said of a feed of which nothing is known when the time is over.
 * @returns the feed, or about how large it is.
 * @throws what `read` throws before it was given up.
 */
export async function planInTime(
  context: ResourceContext,
  request: ResourceRequest,
  {
    read,
    mostReadings,
    until,
    unplanned,
  }: {
    readonly read: ReadFeed;
    readonly mostReadings: number;
    readonly until: number;
    readonly unplanned: FeedSize;
  },
): Promise<FeedAnswer | FeedSize> {
  const stop = new AbortController();
  const signal = request.signal === undefined ? stop.signal : AbortSignal.any([request.signal, stop.signal]);
  let known = unplanned;
  let timer: NodeJS.Timeout | undefined;
  let isEnough = (_size: FeedSize): void => undefined;
  const enough = new Promise<FeedSize>((resolve) => {
    isEnough = resolve;
    timer = setTimeout(() => resolve(known), Math.max(0, until - performance.now()));
  });
  const onPlanned = (progress: PlanProgress): void => {
    known = estimate(progress);
    if (progress.size.readings > mostReadings) isEnough(known);
  };
  const reading = read(context, { ...request, signal, onPlanned });
  try {
    const found = await Promise.race([reading, enough]);
    if ('form' in found) return found;
  } finally {
    clearTimeout(timer);
  }
  stop.abort();
  // Whatever it comes to: the worker finds the same.
  reading.catch(() => undefined);
  return known;
}
