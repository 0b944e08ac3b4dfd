/** How many feeds may be on their way at once. */
export interface FeedSlots {
  /** Takes one; undefined when all are taken. The function that it gives frees it. */
  readonly take: () => (() => void) | undefined;
  readonly taken: () => number;
}

/** Slots for so many feeds; 0: as many as come. */
export function createFeedSlots(most: number): FeedSlots {
  let taken = 0;
  return {
    take: () => {
      if (most > 0 && taken >= most) return undefined;
      taken++;
      let free = false;
      return () => {
        if (!free) taken--;
        free = true;
      };
    },
    taken: () => taken,
  };
}
