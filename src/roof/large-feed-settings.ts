import type { Config } from '../config/options.ts';
import type { LargeFeedSettings } from '../services/large-feed/settings.ts';

const hour = 3_600_000;
/** Of the time until an answer has to begin, or a statement to end: what planning may take. The rest is for asking a worker. */
const planningPart = 0.5;

/** What the configuration says of feeds that are written before they are sent. */
export function largeFeedSettings(config: Config): LargeFeedSettings {
  return {
    maxReadings: config.largeFeedReadings,
    quota: config.largeFeedQuota,
    planMs: Math.min(config.requestSeconds, config.statementSeconds) * 1000 * planningPart,
    keepMs: config.largeFeedKeepHours * hour,
    bulkKeepMs: config.bulkKeepDays * 24 * hour,
    partBytes: config.largeFeedPartBytes,
  };
}
