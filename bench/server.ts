import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { fullScope } from '../src/espi/scope.ts';
import { createAuthorization } from '../src/services/authorization/create-authorization.ts';
import { issueToken } from '../src/services/authorization/issue-token.ts';
import { writeBatch } from '../src/services/ingest/write-batch.ts';
import { createClient } from '../src/services/registration/create-client.ts';
import { type BenchDatabase, openBenchDatabase } from './database.ts';
import { createMeterYear } from './meter-year.ts';
import { emptyBatch, metersBatch } from './nightly-batch.ts';
import { processCpuMs } from './postgres-cpu.ts';

/** Seals client secrets of the measured server. */
export const benchSecretKey: Uint8Array = Buffer.alloc(32, 7);

/** Where the links of measured servers begin. */
export const benchOrigin = 'https://data.example.org';

const clock = { now: () => Date.now() };
const root = '/DataCustodian/espi/1_1/resource';

/** A server in a process of its own. */
export interface ChildServer {
  readonly port: number;
  readonly cpuMs: () => number;
  /** The most memory that it had, in megabytes. */
  readonly peakMegabytes: () => number;
  readonly stop: () => Promise<void>;
}

/** Starts one of the programs of this folder and waits for the port that it says. */
export async function startChild(file: string, env: NodeJS.ProcessEnv): Promise<ChildServer> {
  const loader = new URL('../bin/typescript.js', import.meta.url).href;
  const path = fileURLToPath(new URL(file, import.meta.url));
  const child: ChildProcess = spawn(process.execPath, ['--import', loader, path], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const pid = child.pid ?? 0;
  const port = await new Promise<number>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}`)));
    child.stdout?.on('data', (text: Buffer) => {
      const [, number] = /port (\d+)/.exec(text.toString()) ?? [];
      if (number !== undefined) resolve(Number(number));
    });
  });
  return {
    port,
    cpuMs: () => processCpuMs(pid) ?? Number.NaN,
    peakMegabytes: () =>
      Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024,
    stop: async () => {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}

/** Who may read what from a measured server. */
interface Reader {
  readonly batchPath: string;
  readonly uid: string;
  readonly token: string;
}

/** A database with a meter-year and its bills in it, and what opens it to a reader. */
export interface BenchHouse extends BenchDatabase {
  /** Lets a third party read meters by their source keys. */
  readonly reader: (meters: readonly string[], scope?: string) => Promise<Reader>;
}

async function writeYear(database: BenchDatabase): Promise<void> {
  const { entries, readings } = createMeterYear({
    step: 900,
    withCost: true,
    withQuality: true,
    blocks: 'daily',
  });
  const bills = entries.flatMap(({ content }) =>
    'element' in content && content.element === 'UsageSummary' ? [content.value] : [],
  );
  const { usagePoints, meterReadings } = metersBatch(0, 1);
  const batch = {
    ...emptyBatch,
    usagePoints,
    meterReadings,
    readings: [{ usagePointKey: 'bench/0', meterReadingKey: 'delivered', readings }],
    usageSummaries: bills.map((value, i) => ({
      usagePointKey: 'bench/0',
      sourceKey: `bill ${i}`,
      value: value as never,
    })),
  };
  await writeBatch({ db: database.db, clock }, { utility: database.utility, batch });
}

/** Statistics as autovacuum keeps them: without, plans are those of a database that was filled a minute ago. */
export const analyze = async (db: BenchDatabase['db']): Promise<void> => void (await db.query('analyze'));

/** Opens it; undefined when no PostgreSQL answers. */
export async function openBenchHouse(): Promise<BenchHouse | undefined> {
  const database = await openBenchDatabase();
  if (database === undefined) return undefined;
  try {
    await writeYear(database);
    const { db, utility } = database;
    await analyze(db);
    const context = { db, clock, secretKey: benchSecretKey };
    const { id: clientId } = await createClient(context, { utilityId: utility.id, name: 'Reader' });
    return {
      ...database,
      reader: async (meters, scope = fullScope) => {
        const granted = await createAuthorization(context, {
          utilityId: utility.id,
          clientId,
          meters,
          scope,
        });
        const issued = await issueToken(context, {
          kind: 'access_token',
          clientId,
          authorizationId: granted.id,
        });
        return {
          batchPath: `${root}/Batch/Subscription/${granted.uid}`,
          uid: granted.uid,
          token: issued.token,
        };
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}
