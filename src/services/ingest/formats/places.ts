/** Something with a place in the file. */
interface Placed {
  readonly index: number;
}

/** How many of the things, which are in the order of the file, stand at or before a place. */
function countUpTo(things: readonly Placed[], index: number): number {
  let [low, high] = [0, things.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((things[middle]?.index ?? 0) <= index) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The last thing at or before a place. */
export const lastUpTo = <T extends Placed>(things: readonly T[], index: number): T | undefined =>
  things[countUpTo(things, index) - 1];

/** The first thing behind a place. */
export const firstBehind = <T extends Placed>(things: readonly T[], index: number): T | undefined =>
  things[countUpTo(things, index)];

/** The nearest thing before a place, or else the first one behind it. */
export const nearest = <T extends Placed>(things: readonly T[], index: number): T | undefined =>
  lastUpTo(things, index) ?? firstBehind(things, index);
