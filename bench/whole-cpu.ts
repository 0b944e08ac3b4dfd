import type { Queryable } from '../src/storage/database.ts';
import { median } from './measure.ts';
import { startPostgresCpu } from './postgres-cpu.ts';

/** Milliseconds of CPU that an answer takes. */
export interface Taken {
  readonly program: number;
  readonly database: number;
}

export const whole = ({ program, database }: Taken): number => program + database;

/**
 * What a server and its database take for each of some answers.
 *
 * @param programMs the server's CPU so far.
 * @param ask asks for so many answers.
 */
export async function takeCpu(
  db: Queryable,
  programMs: () => number,
  ask: () => Promise<unknown>,
  times: number,
): Promise<Taken> {
  const before = programMs();
  const database = await startPostgresCpu(db);
  await ask();
  return { program: (programMs() - before) / times, database: ((await database()) ?? 0) / times };
}

/** The medians of the parts, for the note of a row. */
export function partsNote(taken: readonly Taken[]): string {
  const part = (key: keyof Taken): string => median(taken.map((of) => of[key])).toFixed(1);
  return `program ${part('program')}, database ${part('database')}`;
}
