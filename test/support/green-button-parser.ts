/**
 * The package ships its TypeScript sources beside its JavaScript, and the compiler would check those with our settings
 * if they were imported by name. What the tests use of it is declared here instead.
 */
const name: string = '@cityssm/green-button-parser';

type Content = Readonly<Record<string, unknown>>;

interface Contents {
  readonly ApplicationInformation: Content;
  readonly Authorization: {
    readonly status_value?: string;
    readonly scope_functionBlock?: { readonly usageSummary?: boolean };
    readonly resourceURI: string;
  };
  readonly Customer: Content;
  readonly CustomerAccount: Content;
  readonly IntervalBlock: readonly {
    readonly IntervalReading?: readonly {
      readonly timePeriod?: { readonly start: number; readonly duration: number };
      readonly value?: number;
      readonly cost?: number;
      readonly ReadingQuality?: readonly { readonly quality: number }[];
    }[];
  }[];
  readonly Meter: Content;
  readonly ReadingType: Content;
  readonly ServiceLocation: Content;
  readonly ServiceStatus: Content;
  readonly UsagePoint: Content;
  readonly UsageSummary: Content;
}

interface Entry<T> {
  readonly title: string;
  readonly links: { readonly self?: string; readonly selfUid?: string; readonly up?: string };
  readonly content: T;
}

type AnyEntry = Entry<Partial<Contents>>;
type EntryOf<K extends keyof Contents> = Entry<Pick<Contents, K>>;

interface Json {
  readonly title: string;
  readonly updatedDate?: Date;
  readonly entries: readonly AnyEntry[];
}

interface Client {
  atomToGreenButtonJson(xml: string): Promise<Json>;
  helpers: {
    getEntriesByContentType<K extends keyof Contents>(json: Json, type: K): EntryOf<K>[];
    getMeterReadingEntryFromIntervalBlockEntry(json: Json, entry: AnyEntry): AnyEntry | undefined;
    getReadingTypeEntryFromIntervalBlockEntry(
      json: Json,
      entry: AnyEntry,
    ): EntryOf<'ReadingType'> | undefined;
    getUsagePointEntryFromEntry(json: Json, entry: AnyEntry): EntryOf<'UsagePoint'> | undefined;
    getUsagePointEntryFromIntervalBlockEntry(json: Json, entry: AnyEntry): EntryOf<'UsagePoint'> | undefined;
  };
}

/** A third party's reader of Green Button feeds. */
export const { atomToGreenButtonJson, helpers } = ((await import(name)) as { readonly default: Client })
  .default;
