import { statfs } from 'node:fs/promises';
import { Command } from 'commander';
import { checkConfig } from '../config/check-config.ts';
import type { Config } from '../config/options.ts';
import { findSecretKey } from '../config/secret-key.ts';
import { AppError } from '../platform/errors.ts';
import { type CheckResult, checkInstallation } from '../services/maintenance/check-installation.ts';
import type { CliContext } from './context.ts';
import { exitCodes } from './exit-codes.ts';
import { printJson, printTable } from './print.ts';

const smallDisk = 1 << 30;

/** Whether a server would start with these options; that each value is accepted was found when they were read. */
async function checkOptions(config: Config): Promise<CheckResult> {
  const name = 'configuration';
  try {
    await checkConfig(config);
    return { name, state: 'ok', words: 'every variable is accepted' };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { name, state: 'fail', words: error.message };
  }
}

async function checkData(context: CliContext, config: Config): Promise<CheckResult[]> {
  try {
    const { close, ...data } = await context.openAsItIs('doctor');
    try {
      return await checkInstallation({ ...data, findKey: () => findSecretKey(config) });
    } finally {
      await close();
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return [{ name: 'database', state: 'fail', words: error.message }];
  }
}

/** The disk of the embedded database. That of a PostgreSQL server is its own affair. */
async function checkDisk({ databaseUrl, dataDir }: Config): Promise<CheckResult[]> {
  if (databaseUrl !== undefined) return [];
  const name = 'disk';
  try {
    const { bavail, bsize } = await statfs(dataDir);
    const free = bavail * bsize;
    const size = `${(free / 2 ** 30).toFixed(1)} GB free in ${dataDir}`;
    return [
      free < smallDisk
        ? { name, state: 'look', words: `${size}: make room.` }
        : { name, state: 'ok', words: size },
    ];
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'ENOTDIR') throw error;
    return [{ name, state: 'fail', words: `${dataDir} is not there: check DATA_DIR.` }];
  }
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

/** The command `doctor`: one line per check, each with what to do. It changes nothing. */
export function doctorCommand(context: CliContext): Command {
  return new Command('doctor')
    .description(
      'check the installation: exit 1 when something fails, with --strict also for what needs a look',
    )
    .option('--strict', 'count what needs a look as a failure')
    .option('--json', 'print one JSON document')
    .action(async ({ strict, json }: { strict?: boolean; json?: boolean }) => {
      const config = context.config();
      const results = [
        await checkOptions(config),
        ...(await checkData(context, config)),
        ...(await checkDisk(config)),
        await checkPublicUrl(config.publicUrl ?? `http://localhost:${config.port}`),
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
}
