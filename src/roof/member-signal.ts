import cluster from 'node:cluster';
import { hearPrimary } from './fleet-messages.ts';
import type { StopSignal } from './stop-signal.ts';

let left = false;

/** Ends the connection with the primary, which otherwise keeps this process alive. */
export function leaveFleet(): void {
  left = true;
  if (process.connected) process.disconnect();
}

/**
 * The wish that one of several processes ends: the primary says so, SIGTERM comes, or the primary is gone. SIGINT is left to
 * the primary, which a terminal sends it too.
 */
export function memberSignal(): StopSignal {
  let received = false;
  const wait = new Promise<void>((resolve) => {
    const stop = (): void => {
      received = true;
      resolve();
    };
    process.on('SIGINT', () => undefined);
    process.on('SIGTERM', stop);
    hearPrimary(({ fleet }) => {
      if (fleet === 'stop') stop();
    });
    const { worker } = cluster;
    if (worker === undefined) return;
    // Otherwise Node ends this process the moment the primary is gone, in the middle of its answers.
    worker.exitedAfterDisconnect = true;
    worker.once('disconnect', () => {
      if (left) return;
      if (received) process.exit(130);
      stop();
    });
  });
  return {
    get received() {
      return received;
    },
    wait,
  };
}
