/** A stretch of time, `from <= t < until` in epoch seconds, in which local time keeps one offset to UTC. */
export interface OffsetSpan {
  readonly from: number;
  readonly until: number;
  /** Local time minus UTC in seconds; negative west of Greenwich. */
  readonly offset: number;
  /** Local time minus UTC just before `from`. */
  readonly offsetBefore: number;
}

/** The local clock of a place. Neighbouring spans may have the same offset. */
export interface ZoneClock {
  /** The IANA name, or the rules of which it was made. */
  readonly name: string;
  /** The span that holds an instant. @throws RangeError outside the years 1 … 9999. */
  readonly spanAt: (epochSeconds: number) => OffsetSpan;
}

// A day inside the years 1 … 9999, so that local dates have four-digit years too.
/** The first second of which a clock can be asked. */
export const earliest = -62_135_510_400;
/** The last one. */
export const latest = 253_402_214_399;

const yearStart = (year: number): number => new Date(0).setUTCFullYear(year, 0, 1) / 1000;

/** What a clock is made of. */
interface ZoneSource {
  readonly name: string;
  /** Local time minus UTC in seconds. */
  readonly offsetAt: (epochSeconds: number) => number;
  /** The instants within `from < t < until` at which the offset changes, ascending; a year apart at most. */
  readonly changesBetween: (from: number, until: number) => readonly number[];
}

/**
 * Makes a clock that asks its source once for each year and then answers from memory: a series in order of
 * time costs a comparison per reading.
 */
export function createZoneClock({ name, offsetAt, changesBetween }: ZoneSource): ZoneClock {
  const years = new Map<number, readonly OffsetSpan[]>();
  const spansOf = (year: number): readonly OffsetSpan[] => {
    const known = years.get(year);
    if (known !== undefined) return known;
    const [from, until] = [yearStart(year), yearStart(year + 1)];
    const edges = [from, ...changesBetween(from, until)];
    const spans = edges.map((edge, i) => ({
      from: edge,
      until: edges[i + 1] ?? until,
      offset: offsetAt(edge),
      offsetBefore: offsetAt(edge - 1),
    }));
    years.set(year, spans);
    return spans;
  };
  let last: OffsetSpan | undefined;
  const spanAt = (t: number): OffsetSpan => {
    if (last !== undefined && t >= last.from && t < last.until) return last;
    if (!(t >= earliest && t <= latest)) {
      throw new RangeError(`${t} epoch seconds is not within the years 1 to 9999; are they milliseconds?`);
    }
    const span = spansOf(new Date(t * 1000).getUTCFullYear()).findLast(({ from }) => from <= t);
    if (span === undefined) throw new RangeError(`No span of ${name} holds ${t}`);
    last = span;
    return span;
  };
  return { name, spanAt };
}

/** The instants of a UTC year at which the offset of a clock changes, ascending. */
export function offsetChangesIn(zone: ZoneClock, year: number): OffsetSpan[] {
  const changes: OffsetSpan[] = [];
  const until = yearStart(year + 1);
  for (let at = yearStart(year); at < until; ) {
    const span = zone.spanAt(at);
    if (span.offset !== span.offsetBefore) changes.push(span);
    at = span.until;
  }
  return changes;
}
