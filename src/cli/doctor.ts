import { statfs } from 'node:fs/promises';
import { Command } from 'commander';
import { type CheckResult, checkInstallation } from '../services/maintenance/check-installation.ts';
import type { CliContext } from './context.ts';
import { exitCodes } from './exit-codes.ts';
import { printJson, printTable } from './print.ts';
import { withCustodian } from './with-custodian.ts';

const smallDisk = 1 << 30;

async function checkDisk(folder: string): Promise<CheckResult> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const size = `${(free / 2 ** 30).toFixed(1)} GB free in ${folder}`;
  return free < smallDisk
    ? { name: 'disk', state: 'look', words: `${size}: make room.` }
    : { name: 'disk', state: 'ok', words: size };
}

/** Asks the running server for its health through the public address, as a third party would. */
async function checkPublicUrl(publicUrl: string): Promise<CheckResult> {
  const name = 'public URL';
  try {
    const { status } = await fetch(`${publicUrl}/health/ready`, { signal: AbortSignal.timeout(5_000) });
    if (status === 200) return { name, state: 'ok', words: `${publicUrl} answers` };
    return {
      name,
      state: 'fail',
      words: `${publicUrl}/health/ready answers ${status}: look at the proxy and the log.`,
    };
  } catch (error) {
    const { cause, message } = error as Error;
    const reason = cause instanceof Error ? cause.message : message;
    const words = `${publicUrl} does not answer from here (${reason}): start the server, or mend PUBLIC_URL, DNS or TLS.`;
    return { name, state: 'look', words };
  }
}

/** The command `doctor`: one line per check, each with what to do. */
export function doctorCommand(context: CliContext): Command {
  return new Command('doctor')
    .description(
      'check the installation: exit 1 when something fails, with --strict also for what needs a look',
    )
    .option('--strict', 'count what needs a look as a failure')
    .option('--json', 'print one JSON document')
    .action(async ({ strict, json }: { strict?: boolean; json?: boolean }) => {
      const { dataDir } = context.config();
      await withCustodian(context, 'doctor', async (custodian) => {
        const results = [
          { name: 'configuration', state: 'ok', words: 'every variable is accepted' } as const,
          ...(await checkInstallation(custodian)),
          await checkDisk(dataDir),
          await checkPublicUrl(custodian.publicUrl),
        ];
        const bad = results.some(({ state }) => state === 'fail' || (strict === true && state === 'look'));
        if (json === true) printJson(context, { ok: !bad, checks: results });
        else
          printTable(
            context,
            ['check', 'state', 'found'],
            results.map(({ name, state, words }) => [name, state, words]),
          );
        if (bad) context.setExitCode(exitCodes.failed);
      });
    });
}
