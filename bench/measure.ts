/** One line of the table of measurements. */
export interface BenchRow {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What is asked for, such as `<= 1.05`; absent: told for information. */
  readonly goal?: string;
  /** Whether it holds; absent without a goal. */
  readonly met?: boolean;
  /** What must be known of it: that it was left out and why, or how few rounds it is the median of. */
  readonly note?: string;
}

/** A row that could not be measured here. */
export const skipped = (name: string, note: string): BenchRow => ({
  name,
  value: Number.NaN,
  unit: '',
  note: `skipped: ${note}`,
});

/** A row with a goal `<= most`. */
export const atMost = (name: string, value: number, unit: string, most: number): BenchRow => ({
  name,
  value,
  unit,
  goal: `<= ${most}`,
  met: value <= most,
});

/** A row with a goal `>= least`. */
export const atLeast = (name: string, value: number, unit: string, least: number): BenchRow => ({
  name,
  value,
  unit,
  goal: `>= ${least}`,
  met: value >= least,
});

/** Work whose time is taken; it may return anything. */
export type Work = () => unknown;

/** The middle of some numbers. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

async function cpuMs(work: Work, times: number): Promise<number> {
  const before = process.cpuUsage();
  for (let i = 0; i < times; i++) await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / times;
}

/**
 * Milliseconds of this process's CPU that each work takes: medians of `rounds`, the works taking turns, so that
 * whatever else the machine does falls on all of them alike.
 */
export async function compareCpu<K extends string>(
  works: Readonly<Record<K, Work>>,
  { rounds = 11, times = 3, warmUp = 30 }: { rounds?: number; times?: number; warmUp?: number } = {},
): Promise<Record<K, number>> {
  const names = Object.keys(works) as K[];
  const taken = new Map<K, number[]>(names.map((name) => [name, []]));
  for (const name of names) await cpuMs(works[name], warmUp);
  for (let round = 0; round < rounds; round++)
    for (const name of names) taken.get(name)?.push(await cpuMs(works[name], times));
  return Object.fromEntries(names.map((name) => [name, median(taken.get(name) ?? [])])) as Record<K, number>;
}
