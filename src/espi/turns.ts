const waiting: (() => void)[] = [];

function letOneGoOn(): void {
  waiting.shift()?.();
  if (waiting.length > 0) setImmediate(letOneGoOn);
}

/**
 * Lets others have their turn. Of all that wait here one goes on in each round of the event loop, in the order in
 * which they came: a request or the rows of a new feed, when they arrive, wait for a piece of one feed, not of all.
 */
export const takeTurn = (): Promise<void> =>
  new Promise((resolve) => {
    waiting.push(resolve);
    if (waiting.length === 1) setImmediate(letOneGoOn);
  });
