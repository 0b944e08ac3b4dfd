import cluster from 'node:cluster';

/** What the processes of one machine say to each other. */
export type FleetMessage =
  /** A member: it has begun to work. */
  | { readonly fleet: 'ready' }
  /** The primary: end, as after SIGTERM. */
  | { readonly fleet: 'stop' }
  /** The primary to a member: say your metrics. A member to the primary: say those of all. */
  | { readonly fleet: 'ask-metrics'; readonly id: number }
  | { readonly fleet: 'own-metrics'; readonly id: number; readonly metrics: object[] }
  | { readonly fleet: 'all-metrics'; readonly id: number; readonly text: string };

/** A message of ours; undefined for what others send over the same channel. */
export function fleetMessage(message: unknown): FleetMessage | undefined {
  const isOurs = typeof message === 'object' && message !== null && 'fleet' in message;
  return isOurs ? (message as FleetMessage) : undefined;
}

/** Tells the primary something; nothing happens when it is gone. */
export function tellPrimary(message: FleetMessage): void {
  if (cluster.worker?.isConnected() === true) cluster.worker.send(message);
}

/** Calls `onMessage` for what the primary says. */
export function hearPrimary(onMessage: (message: FleetMessage) => void): void {
  process.on('message', (message) => {
    const known = fleetMessage(message);
    if (known !== undefined) onMessage(known);
  });
}
