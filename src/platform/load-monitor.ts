import { totalmem } from 'node:os';
import { constrainedMemory, memoryUsage } from 'node:process';
import { getHeapStatistics } from 'node:v8';

/** What a process can carry. */
export interface LoadBounds {
  /** Resident memory; undefined: as much as there is. */
  readonly maxResidentBytes?: number | undefined;
  /** How late the event loop may come round. */
  readonly maxDelayMilliseconds: number;
}

/** A look at the load of this process. */
export interface LoadSample {
  readonly residentBytes: number;
  readonly heapUsedBytes: number;
  readonly heapLimitBytes: number;
  readonly delayMilliseconds: number;
}

/** Watches the load of this process. */
export interface LoadMonitor {
  /** What there is too much of; undefined while the process can carry its load. Costs nothing: it was measured before. */
  readonly overload: () => 'memory' | 'heap' | 'delay' | undefined;
  readonly sample: () => LoadSample;
  readonly stop: () => void;
}

const everyMilliseconds = 250;
/** Beyond this part of the heap's limit the collector runs all the time, and soon the process ends. */
const heapPart = 0.92;
/** What was over a bound is over it until it is this part of it. */
const recoveredPart = 0.9;
/** A late turn of the event loop is a hiccup; so many in a row are load. */
const lateTurns = 3;

/** The memory that the container of this process may use; undefined when it has no bound of its own. */
export function containerMemory(): number | undefined {
  const bound = constrainedMemory();
  return bound > 0 && bound < totalmem() ? bound : undefined;
}

/** Judges samples, one after another, against bounds: a bound that was passed holds until there is some room again. */
export function createLoadJudge({
  maxResidentBytes = Number.POSITIVE_INFINITY,
  maxDelayMilliseconds,
}: LoadBounds) {
  let current: ReturnType<LoadMonitor['overload']>;
  let late = 0;
  return (sample: LoadSample): ReturnType<LoadMonitor['overload']> => {
    const room = (kind: typeof current): number => (current === kind ? recoveredPart : 1);
    late = sample.delayMilliseconds > maxDelayMilliseconds * room('delay') ? late + 1 : 0;
    if (sample.residentBytes > maxResidentBytes * room('memory')) current = 'memory';
    else if (sample.heapUsedBytes > sample.heapLimitBytes * heapPart * room('heap')) current = 'heap';
    else if (late >= lateTurns || (current === 'delay' && late > 0)) current = 'delay';
    else current = undefined;
    return current;
  };
}

/** Looks at memory and at the delay of the event loop four times a second, and remembers what it saw. */
export function startLoadMonitor(
  bounds: LoadBounds,
  onChange: (overload: ReturnType<LoadMonitor['overload']>, sample: LoadSample) => void = () => undefined,
): LoadMonitor {
  const judge = createLoadJudge(bounds);
  let due = performance.now() + everyMilliseconds;
  let overload: ReturnType<LoadMonitor['overload']>;
  const look = (delayMilliseconds: number): LoadSample => {
    const { used_heap_size: heapUsedBytes, heap_size_limit: heapLimitBytes } = getHeapStatistics();
    return { residentBytes: memoryUsage.rss(), heapUsedBytes, heapLimitBytes, delayMilliseconds };
  };
  let newest = look(0);
  const timer = setInterval(() => {
    const now = performance.now();
    newest = look(Math.max(0, now - due));
    due = now + everyMilliseconds;
    const before = overload;
    overload = judge(newest);
    if (overload !== before) onChange(overload, newest);
  }, everyMilliseconds);
  timer.unref();
  return { overload: () => overload, sample: () => newest, stop: () => clearInterval(timer) };
}
