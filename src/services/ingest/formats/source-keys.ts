import type { IndexedEntry } from './file-index.ts';

/** Makes the keys by which what is in a file is known again. */
export interface KeyMaker {
  readonly ofEntry: (entry: IndexedEntry, ordinal: number) => string;
  /** @param absolute whether the name comes from an absolute URL. */
  readonly ofName: (name: string, absolute: boolean) => string;
}

/**
 * Keys for usage points and customer resources of one file.
 *
 * The key is host and path of the self link. It must never be the same for the meters of two customers, because
 * their data would flow together. A relative path, such as `User/1/UsagePoint/01`, and a place in a file that has no
 * links at all, mean something only together with whose they are: the customer, when the caller names one, so that
 * later files of the same customer go on; otherwise the file name and the ids of feed and entry, so that at least
 * the same file is known again. Ids of entries alone do not do: some programs write the same in every file.
 */
export function createKeyMaker({
  customerKey,
  fileName,
  feedId,
}: {
  readonly customerKey: string | undefined;
  /** Without folders. */
  readonly fileName: string;
  readonly feedId: string | undefined;
}): KeyMaker {
  const scope =
    customerKey === undefined ? ['file', fileName, feedId ?? ''].join(' ').trim() : `customer ${customerKey}`;
  const ofName = (name: string, absolute: boolean): string => (absolute ? name : `${scope} ${name}`.trim());
  return {
    ofName,
    ofEntry: ({ self, absolute, noun, id }, ordinal) => {
      const name = self ?? `${noun} ${id ?? ordinal}`;
      if (absolute && self !== undefined) return ofName(self, true);
      return customerKey === undefined && id !== undefined && self !== undefined
        ? ofName(`${id} ${name}`, false)
        : ofName(name, false);
    },
  };
}
