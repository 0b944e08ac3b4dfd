import { everyRow, type RowRange } from '../../storage/row-range.ts';

/** The part of a collection that a reader asks for. All bounds are half-open: `min <= x < max`. */
export interface Window {
  readonly range: RowRange;
  /** Whether `published-*`, the time of the data, bounds it. */
  readonly byPublished: boolean;
  /** Whether `updated-*`, the time of entry here, bounds it. */
  readonly byUpdated: boolean;
}

/** Everything. */
export const openWindow: Window = { range: everyRow, byPublished: false, byUpdated: false };

/** Whether the window bounds nothing. */
export const isOpen = (window: Window): boolean => !window.byPublished && !window.byUpdated;

/** Whether the window is by `updated-*` alone and holds this stamp. */
export function includesUpdated({ range, byPublished, byUpdated }: Window, updated: number): boolean {
  return byUpdated && !byPublished && updated >= range.updatedMin && updated < range.updatedMax;
}

/**
 * Whether an entry of a plain collection lies in the window: by its time of data, else by its `published`.
 *
 * @param stamps `time` in seconds, the others in milliseconds.
 */
export function inWindow(
  { range }: Window,
  stamps: { readonly time?: number; readonly published: number; readonly updated: number },
): boolean {
  const time = stamps.time ?? stamps.published / 1000;
  return (
    time >= range.startMin &&
    time < range.startMax &&
    stamps.updated >= range.updatedMin &&
    stamps.updated < range.updatedMax
  );
}
