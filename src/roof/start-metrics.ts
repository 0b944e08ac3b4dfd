import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { RunnerContext } from '../jobs/runner.ts';
import type { LoadMonitor } from '../platform/load-monitor.ts';
import type { TokenCache } from '../services/authorization/token-cache.ts';
import { readWorkFigures } from '../services/reporting/work-figures.ts';
import type { EntryMemory } from '../services/resource/entry-memory.ts';
import type { Database } from '../storage/database.ts';

/** A registry with what Node tells of every process. */
export function createRegistry(version: string): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'meterhouse_build_info',
    help: 'Always 1; the label is the version.',
    labelNames: ['version'],
    aggregator: 'first',
    registers: [registry],
  }).set({ version }, 1);
  return registry;
}

interface Lookups {
  readonly hits: number;
  readonly misses: number;
}

function countLookups(registry: Registry, of: { name: string; help: string; stats: () => Lookups }): void {
  new Counter({
    name: of.name,
    help: of.help,
    labelNames: ['result'],
    registers: [registry],
    collect() {
      const { hits, misses } = of.stats();
      this.reset();
      this.inc({ result: 'hit' }, hits);
      this.inc({ result: 'miss' }, misses);
    },
  });
}

/** How the memory of verified tokens does. */
export function countTokenCache(registry: Registry, cache: TokenCache): void {
  new Gauge({
    name: 'meterhouse_token_cache_tokens',
    help: 'Tokens that are remembered.',
    registers: [registry],
    collect() {
      this.set(cache.stats().size);
    },
  });
  countLookups(registry, {
    name: 'meterhouse_token_cache_lookups_total',
    help: 'How often a token was looked up, by whether it was remembered.',
    stats: cache.stats,
  });
}

/** How the memory of entries does. */
export function countEntryMemory(registry: Registry, memory: EntryMemory): void {
  new Gauge({
    name: 'meterhouse_entry_memory_bytes',
    help: 'Memory that remembered entries take.',
    registers: [registry],
    collect() {
      this.set(memory.stats().bytes);
    },
  });
  countLookups(registry, {
    name: 'meterhouse_entry_memory_lookups_total',
    help: 'How often an entry of a customer was looked up, by whether it was remembered.',
    stats: memory.stats,
  });
}

/** Whether requests are being refused, and for what. */
export function countOverload(registry: Registry, monitor: LoadMonitor): void {
  new Gauge({
    name: 'meterhouse_overloaded',
    help: '1 for what a process has too much of, so that it refuses requests.',
    labelNames: ['reason'],
    registers: [registry],
    collect() {
      const reason = monitor.overload();
      for (const each of ['memory', 'heap', 'delay'] as const)
        this.set({ reason: each }, each === reason ? 1 : 0);
    },
  });
}

/** How the connections to the database stand, by what they are for. */
export function countPools(registry: Registry, pools: Readonly<Record<string, Database['pool']>>): void {
  new Gauge({
    name: 'meterhouse_database_connections',
    help: 'Connections to PostgreSQL, by use and state; waiting: who waits for one.',
    labelNames: ['use', 'state'],
    registers: [registry],
    collect() {
      for (const [use, pool] of Object.entries(pools)) {
        if (pool === undefined) continue;
        const { open, idle, waiting } = pool();
        this.set({ use, state: 'busy' }, open - idle);
        this.set({ use, state: 'idle' }, idle);
        this.set({ use, state: 'waiting' }, waiting);
      }
    },
  });
}

/** Counts the jobs that this process does. */
export function countJobsDone(registry: Registry): NonNullable<RunnerContext['onJobEnd']> {
  const registers = [registry];
  const done = new Counter({
    name: 'meterhouse_jobs_total',
    help: 'Jobs that were done, by kind and outcome.',
    labelNames: ['kind', 'outcome'],
    registers,
  });
  const durations = new Histogram({
    name: 'meterhouse_job_duration_seconds',
    help: 'How long jobs took, by kind.',
    labelNames: ['kind'],
    buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 60, 300, 1800],
    registers,
  });
  return ({ kind, outcome, seconds }) => {
    done.inc({ kind, outcome });
    durations.observe({ kind }, seconds);
  };
}

type Figures = Awaited<ReturnType<typeof readWorkFigures>>;

const workGauges: readonly (readonly [string, string, (figures: Figures, now: number) => number])[] = [
  ['meterhouse_jobs_due', 'Jobs that are due or being done.', ({ jobs }) => jobs.due],
  ['meterhouse_jobs_failing', 'Jobs whose last try failed.', ({ jobs }) => jobs.failing],
  [
    'meterhouse_jobs_oldest_seconds',
    'How long the oldest due job has been in the queue.',
    ({ jobs }, now) => (jobs.oldest === null ? 0 : Math.max(0, (now - jobs.oldest) / 1000)),
  ],
  ['meterhouse_imports_finished', 'Imports that have ended.', ({ imports }) => imports.finished],
  [
    'meterhouse_imports_unfinished',
    'Imports that run or were interrupted.',
    ({ imports }) => imports.unfinished,
  ],
  [
    'meterhouse_import_newest_timestamp_seconds',
    'When the newest import ended; 0: none has.',
    ({ imports }) => (imports.newest ?? 0) / 1000,
  ],
];

/**
 * How the work stands in the database: the same in every process, so that the largest is shown, not the sum. It is read
 * once for all gauges, and at most once a second however many ask.
 */
export function countWork(registry: Registry, context: Parameters<typeof readWorkFigures>[0]): void {
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<Figures | undefined> = Promise.resolve(undefined);
  const figures = (): Promise<Figures | undefined> => {
    const now = performance.now();
    if (now - readAt >= 1000) {
      readAt = now;
      reading = readWorkFigures(context).catch(() => undefined);
    }
    return reading;
  };
  for (const [name, help, pick] of workGauges)
    new Gauge({
      name,
      help,
      aggregator: 'max',
      registers: [registry],
      async collect() {
        const known = await figures();
        if (known !== undefined) this.set(pick(known, context.clock.now()));
      },
    });
  new Gauge({
    name: 'meterhouse_database_up',
    help: '1 when the database answers.',
    aggregator: 'min',
    registers: [registry],
    async collect() {
      this.set((await figures()) === undefined ? 0 : 1);
    },
  });
}
