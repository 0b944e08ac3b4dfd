/** What writing did to things of one kind. */
export interface WriteCount {
  /** They were not here before. */
  readonly created: number;
  /** Their content is another now. */
  readonly changed: number;
  /** They are as they were: nothing was written. */
  readonly unchanged: number;
}

/** Nothing at all. */
export const noCount: WriteCount = { created: 0, changed: 0, unchanged: 0 };

/** The count of `total` things of which some were created or changed. */
export const countOf = (
  total: number,
  { created, changed }: { readonly created: number; readonly changed: number },
): WriteCount => ({ created, changed, unchanged: total - created - changed });

/** Adds two counts. */
export const addCounts = (a: WriteCount, b: WriteCount): WriteCount => ({
  created: a.created + b.created,
  changed: a.changed + b.changed,
  unchanged: a.unchanged + b.unchanged,
});
