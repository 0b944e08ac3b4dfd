/** What an installation may set for feeds that are written before they are sent. */
export interface LargeFeedSettings {
  /** Feeds of more readings are not made while their reader waits. Bulks are split at about this size. */
  readonly maxReadings: number;
  /** Most large feeds of one third party that are kept or being written at the same time. */
  readonly quota: number;
  /** How long a reader waits for the planning of its feed; then a worker plans it, and the answer is 202. */
  readonly planMs: number;
  /** How long a finished feed is kept. */
  readonly keepMs: number;
  /** How long a bulk is kept. */
  readonly bulkKeepMs: number;
  /** Bytes of a stored part. */
  readonly partBytes: number;
}

const hour = 3_600_000;

/** What holds where nothing is set: 20 meter-years of quarter-hourly readings, half a minute, two days, five days. */
export const defaultLargeFeedSettings: LargeFeedSettings = {
  maxReadings: 20 * 35_040,
  quota: 100,
  planMs: 30_000,
  keepMs: 48 * hour,
  bulkKeepMs: 5 * 24 * hour,
  partBytes: 1_048_576,
};
