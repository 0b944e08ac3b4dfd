import { readFileSync } from 'node:fs';
import type { CliContext, FoundData, OpenCustodian } from './cli/context.ts';
import { describeFailure } from './cli/failure.ts';
import { runProgram } from './cli/program.ts';
import { loadConfig } from './config/load.ts';
import type { Config } from './config/options.ts';
import { loadSecretKey } from './config/secret-key.ts';
import { systemClock } from './platform/clock.ts';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

let loaded: Config | undefined;
const config = (): Config => {
  loaded ??= loadConfig();
  return loaded;
};

/** How long a command waits for others that use the embedded database through it. */
const commandGraceMilliseconds = 600_000;

/** What only some commands need is loaded by those: `validate` starts without a database. */
async function open(command: string): Promise<OpenCustodian> {
  const { dataDir, databaseUrl, publicUrl, port, ...rest } = config();
  const { openDatabase } = await import('./storage/open-database.ts');
  const { prepareStorage } = await import('./services/maintenance/prepare-storage.ts');
  const secretKey = await loadSecretKey({ dataDir, ...rest });
  const { db, isOwner } = await openDatabase({
    dataDir,
    databaseUrl,
    command,
    graceMilliseconds: commandGraceMilliseconds,
  });
  try {
    return {
      db,
      clock: systemClock,
      secretKey,
      publicUrl: publicUrl ?? `http://localhost:${port}`,
      location: db.location,
      migrated: isOwner ? await prepareStorage({ db }) : [],
      close: db.close,
    };
  } catch (error) {
    await db.close();
    throw error;
  }
}

async function openAsItIs(command: string): Promise<FoundData> {
  const { openDatabase } = await import('./storage/open-database.ts');
  const { db } = await openDatabase({
    ...config(),
    connections: 2,
    command,
    graceMilliseconds: commandGraceMilliseconds,
    mustExist: true,
  });
  return { db, clock: systemClock, close: db.close };
}

const context: CliContext = {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  config,
  open,
  openAsItIs,
  serve: async (settings) => {
    const { serve } = await import('./serve.ts');
    return await serve({ config: settings, version, stdout: process.stdout, stderr: process.stderr });
  },
  setExitCode: (code) => {
    process.exitCode = code;
  },
};

// A reader that has seen enough, such as head, closes the pipe: that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

try {
  await runProgram(context, version, process.argv.slice(2));
} catch (error) {
  const { code, line } = describeFailure(error, loaded?.logLevel === 'debug');
  process.stderr.write(line);
  process.exitCode = code;
}
