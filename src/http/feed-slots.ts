/** How many feeds may be on their way at once. */
export interface FeedSlots {
  /**
   * Takes one for a third party; undefined when all are taken, or half of them by itself. The function that it gives frees
   * it.
   */
  readonly take: (clientId: number) => (() => void) | undefined;
  readonly taken: () => number;
}

/** Slots for so many feeds, half of them at most for one third party; 0: as many as come. */
export function createFeedSlots(most: number): FeedSlots {
  const mostOfOne = Math.ceil(most / 2);
  const held = new Map<number, number>();
  let taken = 0;
  return {
    take: (clientId) => {
      const own = held.get(clientId) ?? 0;
      if (most > 0 && (taken >= most || own >= mostOfOne)) return undefined;
      taken++;
      held.set(clientId, own + 1);
      let free = false;
      return () => {
        if (free) return;
        free = true;
        taken--;
        const left = (held.get(clientId) ?? 1) - 1;
        if (left === 0) held.delete(clientId);
        else held.set(clientId, left);
      };
    },
    taken: () => taken,
  };
}
