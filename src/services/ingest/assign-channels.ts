import { isDeepStrictEqual } from 'node:util';
import type { ReadingType } from '../../espi/schema/usage.ts';
import type { ChannelSource } from '../../storage/channel-sources.ts';
import type { Channel } from '../../storage/meter-readings.ts';

/** A stretch of time in seconds, `start <= t < end`. */
export interface Extent {
  readonly start: number;
  readonly end: number;
}

/** A MeterReading of a source that looks for its channel. */
export interface ChannelSeeker {
  readonly sourceKey: string;
  /** Absent when the batch does not say it: then that of its newest channel holds. */
  readonly readingType?: ReadingType | undefined;
  /** Whether the ReadingType is only for one that has no channel yet. */
  readonly mentioned?: boolean | undefined;
  /** Absent when it has no readings. */
  readonly extent?: Extent | undefined;
}

/** What must be written so that every seeker has its channel. */
export interface ChannelPlan {
  /** Number of the channel by key of the source; none for one that is neither known nor described. */
  readonly channels: ReadonlyMap<string, number>;
  readonly created: readonly Channel[];
  readonly changed: readonly Channel[];
  /** Sources that are new to a channel. */
  readonly sources: readonly ChannelSource[];
  /** Sources of a channel whose extent grew. */
  readonly grown: readonly ChannelSource[];
}

/** Elements that describe a series without changing what its numbers mean. */
const descriptive = ['dataQualifier', 'defaultQuality', 'phase', 'timeAttribute'] as const;

function meaningOf(type: ReadingType): Record<string, unknown> {
  const meaning: Record<string, unknown> = { ...type };
  for (const name of descriptive) delete meaning[name];
  return meaning;
}

const sameType = (a: ReadingType, b: ReadingType): boolean => isDeepStrictEqual(a, b);
const sameMeaning = (a: ReadingType, b: ReadingType): boolean =>
  isDeepStrictEqual(meaningOf(a), meaningOf(b));

const overlaps = ({ start, end }: Extent, source: ChannelSource): boolean =>
  source.start !== null && source.end !== null && start < source.end && source.start < end;

/** A source that reaches over an extent as well. */
export const widen = (source: ChannelSource, extent: Extent | undefined): ChannelSource =>
  extent === undefined
    ? source
    : {
        ...source,
        start: Math.min(source.start ?? extent.start, extent.start),
        end: Math.max(source.end ?? extent.end, extent.end),
      };

/**
 * Finds the channel of each MeterReading of a source at one usage point (docs/decisions/003-channels.md).
 *
 * One that is known keeps its channel as long as its ReadingType means the same; a correction of what merely
 * describes the series changes the ReadingType of a channel that is its alone. Otherwise it joins the first
 * channel with an equal ReadingType in which no other source has readings of the same time, or gets a new one. One
 * without readings joins a channel with an equal ReadingType without leaving a trace: when its readings come,
 * it is looked at again.
 */
export function assignChannels(
  stored: { readonly channels: readonly Channel[]; readonly sources: readonly ChannelSource[] },
  upId: number,
  seekers: readonly ChannelSeeker[],
): ChannelPlan {
  const channels = new Map(stored.channels.map((channel) => [channel.no, channel]));
  const sources = new Map(stored.sources.map((source) => [`${source.no} ${source.sourceKey}`, source]));
  const plan = {
    channels: new Map<string, number>(),
    created: new Map<number, Channel>(),
    changed: new Map<number, Channel>(),
    sources: new Map<string, ChannelSource>(),
    grown: new Map<string, ChannelSource>(),
  };

  const others = (no: number, sourceKey: string): ChannelSource[] =>
    [...sources.values()].filter((source) => source.no === no && source.sourceKey !== sourceKey);
  const isFree = (no: number, { sourceKey, extent }: ChannelSeeker): boolean =>
    extent === undefined || !others(no, sourceKey).some((source) => overlaps(extent, source));

  const note = (seeker: ChannelSeeker, no: number): void => {
    const { sourceKey } = seeker;
    const key = `${no} ${sourceKey}`;
    const known = sources.get(key);
    const grown = widen(known ?? { upId, sourceKey, no, start: null, end: null }, seeker.extent);
    plan.channels.set(sourceKey, no);
    if (known !== undefined && known.start === grown.start && known.end === grown.end) return;
    sources.set(key, grown);
    (known === undefined || plan.sources.has(key) ? plan.sources : plan.grown).set(key, grown);
  };

  const put = (channel: Channel, into: Map<number, Channel>): number => {
    channels.set(channel.no, channel);
    (plan.created.has(channel.no) ? plan.created : into).set(channel.no, channel);
    return channel.no;
  };

  for (const seeker of seekers) {
    const { sourceKey } = seeker;
    const own = [...channels.values()].filter(({ no }) => sources.has(`${no} ${sourceKey}`));
    const newest = own.at(-1)?.readingType;
    const readingType =
      seeker.mentioned === true ? (newest ?? seeker.readingType) : (seeker.readingType ?? newest);
    if (readingType === undefined) continue;
    const equal = (channel: Channel): boolean => sameType(channel.readingType, readingType);
    const free = ({ no }: Channel): boolean => isFree(no, seeker);
    const mine = own.find((channel) => equal(channel) && free(channel));
    const correctable = own.find(
      (channel) =>
        sameMeaning(channel.readingType, readingType) && others(channel.no, sourceKey).length === 0,
    );
    const joined = [...channels.values()].find((channel) => equal(channel) && free(channel));
    if (mine !== undefined) note(seeker, mine.no);
    else if (correctable !== undefined) note(seeker, put({ ...correctable, readingType }, plan.changed));
    else if (joined !== undefined && seeker.extent === undefined) plan.channels.set(sourceKey, joined.no);
    else if (joined !== undefined) note(seeker, joined.no);
    else {
      const no = Math.max(-1, ...channels.keys()) + 1;
      note(seeker, put({ upId, no, readingType }, plan.created));
    }
  }
  return {
    channels: plan.channels,
    created: [...plan.created.values()],
    changed: [...plan.changed.values()],
    sources: [...plan.sources.values()],
    grown: [...plan.grown.values()],
  };
}
