import type { Reading } from '../../espi/reading.ts';
import type { Noun } from '../../espi/resources.ts';
import type { ComplexValue } from '../../espi/schema/define.ts';
import type {
  ElectricPowerQualitySummary,
  LocalTimeParameters,
  ReadingType,
  UsagePoint,
  UsageSummary,
} from '../../espi/schema/usage.ts';

/** A file that comes with a bill or a statement. */
export interface IngestFile {
  readonly fileName: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** A usage point. `sourceKey` is what the source calls it: the same key is the same usage point for ever. */
export interface IngestUsagePoint {
  readonly sourceKey: string;
  /** `sourceKey` of the Customer that it belongs to, when known. */
  readonly customerKey?: string;
  /** IANA name: decides which local day a reading belongs to. */
  readonly timeZone: string;
  readonly localTimeParameters: LocalTimeParameters;
  readonly value: UsagePoint;
  /** The source only mentions it: what is said here holds when it is not stored yet, and is ignored otherwise. */
  readonly mentioned?: boolean;
}

/** A MeterReading of the source: it goes to a channel of its usage point. */
export interface IngestMeterReading {
  readonly usagePointKey: string;
  readonly sourceKey: string;
  readonly readingType: ReadingType;
  /**
   * From the start of its first reading to the end of its last, in seconds, when more of them come in later
   * batches; without it, that of its readings in this batch. It decides whether it may share a channel.
   */
  readonly extent?: { readonly start: number; readonly end: number };
  /** The source only mentions it: the ReadingType holds when it has no channel yet, and is ignored otherwise. */
  readonly mentioned?: boolean;
}

/** Readings of a MeterReading, in the order of their starts. */
export interface IngestReadings {
  readonly usagePointKey: string;
  readonly meterReadingKey: string;
  readonly readings: readonly Reading[];
}

/** A bill. */
export interface IngestUsageSummary {
  readonly usagePointKey: string;
  readonly sourceKey: string;
  readonly value: UsageSummary;
  readonly file?: IngestFile;
}

/** A summary of the quality of the supply. */
export interface IngestQualitySummary {
  readonly usagePointKey: string;
  readonly sourceKey: string;
  readonly value: ElectricPowerQualitySummary;
}

/** A resource of the customer namespace. `parentKey` is the `sourceKey` of what it stands below. */
export interface IngestCustomerResource {
  readonly noun: Noun;
  readonly sourceKey: string;
  readonly parentKey?: string;
  readonly value: ComplexValue;
  /** For a ServiceLocation: the usage points that it serves. */
  readonly usagePointKeys?: readonly string[];
  readonly file?: IngestFile;
}

/** What is written in one transaction: all of it or nothing. Parents may stand in an earlier batch. */
export interface IngestBatch {
  readonly usagePoints: readonly IngestUsagePoint[];
  readonly meterReadings: readonly IngestMeterReading[];
  readonly readings: readonly IngestReadings[];
  readonly usageSummaries: readonly IngestUsageSummary[];
  readonly qualitySummaries: readonly IngestQualitySummary[];
  readonly customerResources: readonly IngestCustomerResource[];
}
