import type { Config } from '../config/options.ts';
import type { LargeFeedSettings } from '../services/large-feed/settings.ts';

const hour = 3_600_000;

/** What the configuration says of feeds that are written before they are sent. */
export function largeFeedSettings(config: Config): LargeFeedSettings {
  return {
    maxReadings: config.largeFeedReadings,
    quota: config.largeFeedQuota,
    keepMs: config.largeFeedKeepHours * hour,
    bulkKeepMs: config.bulkKeepDays * 24 * hour,
    partBytes: config.largeFeedPartBytes,
  };
}
