/** What a merge wrote: rows that were not there before, and rows whose content is another now. */
export interface MergeCount {
  readonly created: number;
  readonly changed: number;
}

/**
 * The two counts of a merge whose common table expressions `created` and `changed` are its insert and its
 * update. Both see the rows as they were before, so no row is in both, and a row that is the same is not
 * touched: not even locked, as `on conflict do update` would do.
 */
export const selectMergeCount = `select (select count(*)::int4 from created) as created,
  (select count(*)::int4 from changed) as changed`;

/** The counts of a merge that had nothing to do. */
export const nothingMerged: MergeCount = { created: 0, changed: 0 };
