import { totalmem } from 'node:os';
import type { Config } from '../config/options.ts';
import type { RequestLog, TimeLimits } from '../http/context.ts';
import {
  containerMemory,
  type LoadBounds,
  type LoadMonitor,
  startLoadMonitor,
} from '../platform/load-monitor.ts';
import type { RateLimitSettings } from '../services/throttle/rate-limiter.ts';

const megabyte = 1_048_576;
/** Of the memory of a container or a machine: beyond it the kernel ends the process without a word. */
const memoryPart = 0.85;
/** What the program takes before anybody asks for anything, on the embedded database, with some room. */
const leastOfMachine = 600 * megabyte;

/** What one of so many processes may use of the container, or of the machine where there is none. */
export function loadBounds(
  config: Pick<Config, 'maxMemoryMegabytes' | 'maxDelayMilliseconds'>,
  processes: number,
  { container, machine } = { container: containerMemory(), machine: totalmem() },
): LoadBounds {
  const { maxMemoryMegabytes, maxDelayMilliseconds } = config;
  const all =
    container === undefined ? Math.max(machine * memoryPart, leastOfMachine) : container * memoryPart;
  return {
    maxResidentBytes: maxMemoryMegabytes === undefined ? all / processes : maxMemoryMegabytes * megabyte,
    maxDelayMilliseconds,
  };
}

/** Watches the load of this process, and says in the log when it refuses requests and when it takes them again. */
export function watchLoad(config: Config, processes: number, log: RequestLog): LoadMonitor {
  return startLoadMonitor(loadBounds(config, processes), (overload, sample) => {
    if (overload === undefined) log.info(sample, 'there is room again: requests are taken');
    else log.error({ overload, ...sample }, 'too much to do: requests are refused with 503');
  });
}

/** How long answers may take. */
export const timeLimits = ({ requestSeconds, answerSeconds }: Config): TimeLimits => ({
  requestMilliseconds: requestSeconds * 1000,
  answerMilliseconds: Math.max(requestSeconds, answerSeconds) * 1000,
});

/** Requests a minute, by whose they are. */
export const rateLimits = ({ thirdPartyRate, tokenRate, addressRate }: Config): RateLimitSettings => ({
  'third-party': thirdPartyRate,
  token: tokenRate,
  address: addressRate,
});
