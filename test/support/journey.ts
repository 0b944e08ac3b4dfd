import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { CliContext } from '../../src/cli/context.ts';
import { runProgram } from '../../src/cli/program.ts';
import { resourceRoot } from '../../src/espi/resources.ts';
import { createApp } from '../../src/http/app.ts';
import type { Custodian } from '../../src/services/custodian.ts';
import { prepareStorage } from '../../src/services/maintenance/prepare-storage.ts';
import type { Database } from '../../src/storage/database.ts';
import { type DocumentFact, readDocument } from '../conformance/atom-document.ts';
import { type TestClock, testClock } from './clock.ts';
import { openTestDatabase } from './database.ts';
import { publicUrl } from './house.ts';

/** What a command left behind. */
interface CommandOutcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a third party was told. */
interface JourneyAnswer {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** An installation with nothing in it, the operator's command line, and the address that third parties read. */
export interface Journey {
  readonly clock: TestClock;
  readonly db: Database;
  /** Runs a command. */
  readonly run: (...words: readonly string[]) => Promise<CommandOutcome>;
  /** Runs a command that must succeed, with `--json`. */
  readonly json: <T>(...words: readonly string[]) => Promise<T>;
  /** Writes a file that a command can name. */
  readonly file: (name: string, text: string) => string;
  /** Asks for an absolute URL, or a path below the resource root. */
  readonly ask: (address: string, token?: string, method?: 'GET' | 'DELETE') => Promise<JourneyAnswer>;
  /** Reads a feed or an entry that must be there. */
  readonly read: (address: string, token: string) => Promise<DocumentFact>;
  readonly close: () => Promise<void>;
}

/** A third party as `third-party create` shows it. */
export interface NewThirdParty {
  readonly uid: string;
  readonly bulk_uid: string;
  readonly client_id: string;
  readonly client_secret: string;
}

/** An authorization as `authorization create` shows it. */
export interface NewAuthorization {
  readonly uid: string;
  readonly resourceURI: string;
  readonly tokens: readonly {
    readonly kind: string;
    readonly token: string;
    readonly expires: string | null;
  }[];
}

/** The token of a kind; empty when there is none. */
export const tokenOf = ({ tokens }: NewAuthorization, kind = 'access_token'): string =>
  tokens.find((token) => token.kind === kind)?.token ?? '';

/** The operator's command line on an installation that is open. */
export function commandsOf(custodian: Custodian): Journey['run'] {
  return async (...words) => {
    const outcome = { code: 0, stdout: '', stderr: '' };
    const into = (name: 'stdout' | 'stderr') => ({
      write: (text: string) => {
        outcome[name] += text;
      },
    });
    const unused = (): never => {
      throw new Error('No command of a journey needs this');
    };
    const context: CliContext = {
      stdin: (async function* () {})(),
      stdout: into('stdout'),
      stderr: into('stderr'),
      config: unused,
      serve: unused,
      openAsItIs: async () => ({ ...custodian, close: async () => undefined }),
      open: async () => ({ ...custodian, location: 'a test', migrated: [], close: async () => undefined }),
      setExitCode: (code) => {
        outcome.code = code;
      },
    };
    await runProgram(context, '0', words);
    return outcome;
  };
}

/** Opens an installation. Commands and requests share its database and a clock that stands still. */
export async function openJourney(): Promise<Journey> {
  const db = await openTestDatabase();
  await prepareStorage({ db });
  const clock = testClock();
  const secretKey = Buffer.alloc(32, 9);
  const folder = mkdtempSync(join(tmpdir(), 'meterhouse-journey-'));
  const custodian = { db, clock, secretKey, publicUrl };
  const app = await createApp({ ...custodian, log: { info: () => undefined, error: console.error } });

  const run = commandsOf(custodian);
  const ask: Journey['ask'] = async (address, token, method = 'GET') => {
    const response = await app.inject({
      method,
      url: address.startsWith(publicUrl) ? address.slice(publicUrl.length) : resourceRoot + address,
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    });
    return { status: response.statusCode, text: response.payload, headers: response.headers };
  };
  return {
    clock,
    db,
    run,
    json: async <T>(...words: readonly string[]) => {
      const { code, stdout, stderr } = await run(...words, '--json');
      expect([code, code === 0 ? '' : stderr]).toEqual([0, '']);
      return JSON.parse(stdout) as T;
    },
    file: (name, text) => {
      const path = join(folder, name);
      writeFileSync(path, text);
      return path;
    },
    ask,
    read: async (address, token) => {
      const { status, text } = await ask(address, token);
      expect([status, status === 200 ? '' : text]).toEqual([200, '']);
      return readDocument(text);
    },
    close: async () => {
      await app.close();
      await db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const zone = ['--time-zone', 'America/New_York'];

/** Creates a utility. */
export const addUtility = (journey: Journey, slug: string): Promise<unknown> =>
  journey.json('utility', 'create', slug, '--name', slug, ...zone);

/** Registers a third party. */
export const addThirdParty = (journey: Journey, name: string, ...more: string[]): Promise<NewThirdParty> =>
  journey.json<NewThirdParty>('third-party', 'create', name, ...more);

/** Authorizes a third party, by the operator's hand. */
export const authorize = (
  journey: Journey,
  thirdParty: string,
  ...more: string[]
): Promise<NewAuthorization> =>
  journey.json<NewAuthorization>('authorization', 'create', '--third-party', thirdParty, ...more);
