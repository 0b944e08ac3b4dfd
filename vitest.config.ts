import { createConnection } from 'node:net';
import { defineConfig } from 'vitest/config';

/**
 * Tests that open a database: they run on PGlite always, and on PostgreSQL when one answers. What in them ends before a
 * database is opened, or opens one of a kind itself, cannot differ and asks `testDatabaseKind` to run once.
 */
const databaseTests = ['test/{storage,services,http,journeys,wire,conformance,interop,cli}/**/*.test.ts'];
const pureTests = ['test/*.test.ts', 'test/{espi,platform,config,scripts,web,demo}/**/*.test.{ts,tsx}'];

/** Rooms whose tests run on PostgreSQL too, with commas between; all of them when it is not set. */
const postgresRooms = process.env.METERHOUSE_TEST_POSTGRES_ROOMS?.split(',');
const postgresTests = postgresRooms?.map((room) => `test/${room}/**/*.test.ts`) ?? databaseTests;

const postgresUrl = process.env.METERHOUSE_TEST_POSTGRES_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres';

function answers(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = createConnection({ host: hostname, port: Number(port || 5432), timeout: 1000 });
    const end = (open: boolean): void => {
      socket.destroy();
      resolve(open);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(false));
  });
}

const common = {
  testTimeout: 60_000,
  hookTimeout: 60_000,
  pool: 'forks' as const,
  // Of what comes about in a moment on an idle machine: a busy one takes its time.
  expect: { poll: { timeout: 30_000 } },
};

/**
 * Files of database tests follow each other in the same process: to load the program and to start PGlite for the first time
 * takes longer than most of them. What a file opens it closes.
 */
const onDatabase = { ...common, isolate: false };

export default defineConfig(async () => {
  const withPostgres = await answers(postgresUrl);
  if (!withPostgres)
    console.warn('No PostgreSQL answers on the test address: database tests run on PGlite only.');
  return {
    test: {
      maxWorkers: 2,
      projects: [
        { test: { ...common, name: 'pure', include: pureTests } },
        {
          test: {
            ...common,
            name: 'browser',
            include: ['test/browser/**/*.test.ts'],
            testTimeout: 300_000,
            env: { METERHOUSE_TEST_DATABASE: 'pglite' },
          },
        },
        {
          test: {
            ...onDatabase,
            name: 'pglite',
            include: databaseTests,
            env: { METERHOUSE_TEST_DATABASE: 'pglite' },
          },
        },
        ...(withPostgres
          ? [
              {
                test: {
                  ...onDatabase,
                  name: 'postgres',
                  include: postgresTests,
                  env: { METERHOUSE_TEST_DATABASE: 'postgres', METERHOUSE_TEST_POSTGRES_URL: postgresUrl },
                },
              },
            ]
          : []),
      ],
    },
  };
});
