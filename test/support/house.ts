import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { resourceRoot } from '../../src/espi/resources.ts';
import { createApp } from '../../src/http/app.ts';
import type { HttpContext } from '../../src/http/context.ts';
import type { LargeFeedSettings } from '../../src/services/large-feed/settings.ts';
import type { Database } from '../../src/storage/database.ts';
import { type TestClock, testClock } from './clock.ts';
import { openTestDatabase } from './database.ts';
import { type SeedOptions, seedUtility, type Tokens } from './seed.ts';

/** Where the test house says that it stands. */
export const publicUrl = 'https://dc.example';

/** Where all links of the API begin. */
export const base = publicUrl + resourceRoot;

/** An answer with its text. */
export interface TestAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly bytes: Buffer;
  readonly json: () => { error: string; error_description: string; url: string };
}

/** An answer of `inject` with its text. */
export const testAnswer = (response: LightMyRequestResponse): TestAnswer => ({
  status: response.statusCode,
  headers: response.headers as Record<string, string>,
  text: response.payload,
  bytes: response.rawPayload,
  json: () => response.json(),
});

/** What is sent. */
export interface TestRequest {
  readonly token?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly method?: string;
}

/** A custodian with a seeded utility. */
export interface House {
  readonly db: Database;
  readonly clock: TestClock;
  readonly app: FastifyInstance;
  readonly tokens: Tokens;
  /** Lines of the log, newest last. */
  readonly log: { readonly level: 'info' | 'error'; readonly fields: object; readonly message: string }[];
  /** Asks for a path below the resource root. */
  readonly fetch: (path: string, request?: TestRequest) => Promise<TestAnswer>;
  /** Asks for a path from the root. */
  readonly fetchRoot: (path: string, request?: TestRequest) => Promise<TestAnswer>;
  readonly close: () => Promise<void>;
}

/** Opens a custodian on a database of its own, with the seeded utility in it and a clock that stands still. */
export async function openHouse(
  options: SeedOptions & {
    missingTokenStatus?: 401 | 403;
    largeFeeds?: LargeFeedSettings;
    /** What the entrance gets beside the usual. */
    http?: Partial<HttpContext>;
  } = {},
): Promise<House> {
  const db = await openTestDatabase();
  const clock = testClock();
  const secretKey = Buffer.alloc(32, 7);
  const tokens = await seedUtility({ db, clock, secretKey }, options);
  const log: House['log'] = [];
  const app = await createApp({
    db,
    clock,
    publicUrl,
    secretKey,
    log: {
      info: (fields, message) => void log.push({ level: 'info', fields, message }),
      error: (fields, message) => void log.push({ level: 'error', fields, message }),
    },
    ...(options.largeFeeds === undefined ? {} : { largeFeeds: options.largeFeeds }),
    ...(options.missingTokenStatus === undefined ? {} : { missingTokenStatus: options.missingTokenStatus }),
    ...options.http,
  });
  await app.ready();
  const fetchRoot = async (url: string, request: TestRequest = {}): Promise<TestAnswer> => {
    const response = await app.inject({
      method: (request.method ?? 'GET') as 'GET',
      url,
      headers: {
        ...(request.token === undefined ? {} : { authorization: `Bearer ${request.token}` }),
        ...request.headers,
      },
    });
    return testAnswer(response);
  };
  return {
    db,
    clock,
    app,
    tokens,
    log,
    fetch: (path, request) => fetchRoot(resourceRoot + path, request),
    fetchRoot,
    close: async () => {
      await app.close();
      await db.close();
    },
  };
}
