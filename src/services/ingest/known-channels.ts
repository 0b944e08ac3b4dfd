import type { ChannelSource } from '../../storage/channel-sources.ts';
import { type ChannelPlan, type ChannelSeeker, widen } from './assign-channels.ts';

/**
 * The plan of a usage point whose MeterReadings each feed one channel that is theirs alone, and come without a
 * ReadingType, or only mention it: they stay where they are, whatever their ReadingTypes are. So it is night after
 * night. Undefined for all others: `assignChannels` finds theirs.
 */
export function keepChannels(
  sources: readonly ChannelSource[],
  seekers: readonly ChannelSeeker[],
): ChannelPlan | undefined {
  const channels = new Map<string, number>();
  const grown: ChannelSource[] = [];
  for (const { sourceKey, readingType, mentioned, extent } of seekers) {
    if (readingType !== undefined && mentioned !== true) return undefined;
    const own = sources.find((source) => source.sourceKey === sourceKey);
    if (own === undefined) return undefined;
    if (sources.some((source) => source !== own && (source.no === own.no || source.sourceKey === sourceKey)))
      return undefined;
    channels.set(sourceKey, own.no);
    const wide = widen(own, extent);
    if (wide.start !== own.start || wide.end !== own.end) grown.push(wide);
  }
  return { channels, created: [], changed: [], sources: [], grown };
}
