import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CliContext } from '../../src/cli/context.ts';
import { runProgram } from '../../src/cli/program.ts';
import type { Database } from '../../src/storage/database.ts';
import { testClock } from '../support/clock.ts';
import { openTestDatabase } from '../support/database.ts';
import { canDistribute } from '../support/distribute.ts';

let db: Database;
let hindrance: RegExp;
beforeAll(async () => {
  db = await openTestDatabase();
  hindrance =
    db.kind === 'pglite'
      ? /embedded database is one process/
      : (await canDistribute(db))
        ? /CREATE EXTENSION citus/
        : /Install Citus on all nodes/;
});
afterAll(() => db.close());

async function run(...words: readonly string[]): Promise<{ stdout: string; stderr: string }> {
  const said: Record<'stdout' | 'stderr', string[]> = { stdout: [], stderr: [] };
  const context = {
    stdout: { write: (text: string) => void said.stdout.push(text) },
    stderr: { write: (text: string) => void said.stderr.push(text) },
    open: async () => ({ db, clock: testClock(), close: async () => undefined }),
    setExitCode: () => undefined,
  } as unknown as CliContext;
  await runProgram(context, '0.0.0', ['database', ...words]);
  return { stdout: said.stdout.join(''), stderr: said.stderr.join('') };
}

describe('meterhouse database distribute --dry-run', () => {
  it('prints what would be run, why the rest stays, and why it cannot be run now', async () => {
    const { stdout, stderr } = await run('distribute', '--dry-run');
    const lines = stdout.trim().split('\n');
    expect(lines.at(-1)).toBe(`select create_distributed_table('interval_day', 'up_id');`);
    expect(lines.slice(0, -1).every((line) => line.startsWith('-- '))).toBe(true);
    expect(lines).toContain('-- meter_reading stays: unique (reading_type_uid); unique (uid)');
    expect(stderr).toMatch(hindrance);
  });

  it('prints the same as JSON', async () => {
    const { stdout } = await run('distribute', '--dry-run', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      statements: [`select create_distributed_table('interval_day', 'up_id')`],
      already: [],
      hindrance: expect.stringMatching(hindrance),
    });
  });
});
