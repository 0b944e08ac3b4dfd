import { endOverdueAuthorizations } from '../services/authorization/end-overdue.ts';
import type { TokenCache } from '../services/authorization/token-cache.ts';
import { remindCustomers } from '../services/customer/remind-customers.ts';
import type { TellContext } from '../services/customer/tell-authorization-event.ts';
import { extendPlaces } from '../services/demo/extend-places.ts';
import { expireFeeds } from '../services/large-feed/expire-feeds.ts';
import { forgetOld } from '../services/maintenance/forget-old.ts';
import { prepareMonths } from '../services/maintenance/prepare-months.ts';
import { rewriteClosedMonths } from '../services/maintenance/rewrite-closed-months.ts';
import type { JobHandler, JobHandlers } from './job-handler.ts';

/** What the regular jobs need. */
export type ScheduleContext = TellContext & { readonly tokenCache?: TokenCache | undefined };

/** Work that comes round. It gives how much it did; anything but 0 means that there may be more at once. */
interface Regular {
  readonly everyMs: number;
  /** Whether it may take seconds or minutes: then others do not wait for it. */
  readonly long?: true;
  readonly run: (context: ScheduleContext) => Promise<number>;
}

const minute = 60_000;

const regular: Readonly<Record<string, Regular>> = {
  'end-overdue': { everyMs: minute, run: endOverdueAuthorizations },
  remind: { everyMs: 60 * minute, run: remindCustomers },
  'expire-feeds': { everyMs: 10 * minute, long: true, run: expireFeeds },
  // One at a time, so that a worker that is told to stop ends soon.
  'rewrite-months': {
    everyMs: 6 * 60 * minute,
    long: true,
    run: async (context) => (await rewriteClosedMonths(context, { limit: 1 })).length,
  },
  // Yesterday of the test customers, soon after midnight.
  'extend-test-customers': {
    everyMs: 60 * minute,
    long: true,
    run: async (context) => {
      await extendPlaces(context);
      return 0;
    },
  },
  'prepare-months': {
    everyMs: 60 * minute,
    run: async (context) => {
      await prepareMonths(context);
      return 0;
    },
  },
  'forget-old': {
    everyMs: 60 * minute,
    run: async (context) => {
      await forgetOld(context);
      return 0;
    },
  },
};

/** Kinds of the jobs that are always in the queue. */
export const regularJobKinds: readonly string[] = Object.keys(regular);

/** Those that may take long. */
export const longRegularJobKinds: readonly string[] = Object.entries(regular).flatMap(([kind, { long }]) =>
  long === true ? [kind] : [],
);

/** The regular jobs: each runs again when its time has come round, or at once while there is more to do. */
export function regularHandlers(context: ScheduleContext): JobHandlers {
  const handlerOf = ({ everyMs, run }: Regular): JobHandler => {
    return async () => {
      const done = await run(context);
      return { runAt: context.clock.now() + (done === 0 ? everyMs : 0) };
    };
  };
  return Object.fromEntries(Object.entries(regular).map(([kind, row]) => [kind, handlerOf(row)]));
}
