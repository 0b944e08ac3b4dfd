/** Rows that one statement reads of several usage points at most, as they were counted. */
export const pageRows = 372;

const none: readonly never[] = [];

/**
 * Reads rows of usage points in their order. Those that have few share a statement with the ones that follow; no more
 * is held than what one statement gave.
 *
 * @param input.rowsOf how many rows a usage point has, as they were counted: those without are not asked for.
 * @param input.read reads the rows of some usage points.
 * @returns gives the rows of the usage point at an index: a promise only when they must be read. The indices ascend.
 */
export function createReadAhead<P extends { readonly point: { readonly id: number } }, R>(input: {
  readonly plan: readonly P[];
  readonly rowsOf: (plan: P) => number;
  readonly read: (plans: readonly P[]) => Promise<readonly (R & { readonly upId: number })[]>;
}): (index: number) => readonly R[] | Promise<readonly R[]> {
  const { plan, rowsOf, read } = input;
  let end = 0;
  let held = new Map<number, R[]>();

  const readFrom = async (index: number): Promise<void> => {
    const chosen: P[] = [];
    held = new Map();
    let sum = 0;
    for (end = index; end < plan.length; end++) {
      const one = plan[end] as P;
      const rows = rowsOf(one);
      if (chosen.length > 0 && sum + rows > pageRows) break;
      sum += rows;
      if (rows === 0) continue;
      chosen.push(one);
      held.set(one.point.id, []);
    }
    for (const row of await read(chosen)) held.get(row.upId)?.push(row);
  };

  return (index) => {
    const one = plan[index];
    if (one === undefined || rowsOf(one) === 0) return none;
    const rows = (): readonly R[] => held.get(one.point.id) ?? none;
    return index < end ? rows() : readFrom(index).then(rows);
  };
}
