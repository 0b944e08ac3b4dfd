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

/** A row as a line of JSON: with a value, a goal and a verdict whether there are any or not (`null`). */
export const jsonLine = ({ name, value, unit, goal, met, note }: BenchRow): string =>
  JSON.stringify({
    name,
    value,
    unit,
    goal: goal ?? null,
    met: met ?? null,
    ...(note === undefined ? {} : { note }),
  });

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

/** Milliseconds of this process's CPU that a work takes. */
export async function cpuMs(work: Work, times: number): Promise<number> {
  const before = process.cpuUsage();
  for (let i = 0; i < times; i++) await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / times;
}
