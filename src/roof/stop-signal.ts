/** The wish of the operator that the server ends. */
export interface StopSignal {
  readonly received: boolean;
  /** Resolves with the first SIGINT or SIGTERM. */
  readonly wait: Promise<void>;
}

const parentCheckMilliseconds = 250;

/**
 * Waits for SIGINT or SIGTERM; a second one ends the process at once.
 *
 * @param followParent also stops when the process that started this one ends: `npm start` passes a signal to the
 *   shell that it runs, and some shells end without passing it on.
 */
export function stopSignal(
  stderr: NodeJS.WritableStream,
  { followParent }: { readonly followParent: boolean },
): StopSignal {
  let received = false;
  const wait = new Promise<void>((resolve) => {
    const stop = (): void => {
      received = true;
      stderr.write('Stopping: running requests may end. Once more to stop at once.\n');
      resolve();
    };
    const onSignal = (): void => {
      if (received) process.exit(130);
      stop();
    };
    process.on('SIGINT', onSignal);
    process.on('SIGTERM', onSignal);
    if (!followParent) return;
    const parent = process.ppid;
    const timer = setInterval(() => {
      if (process.ppid === parent) return;
      clearInterval(timer);
      if (!received) stop();
    }, parentCheckMilliseconds);
    timer.unref();
  });
  return {
    get received() {
      return received;
    },
    wait,
  };
}
