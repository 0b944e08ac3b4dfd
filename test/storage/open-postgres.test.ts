import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { openPostgres } from '../../src/storage/postgres.ts';
import { createPostgresDatabase, testDatabaseKind } from '../support/database.ts';

const refusal = async (connectionString: string): Promise<unknown> =>
  openPostgres({ connectionString, connectionTimeoutMillis: 500 }).then(
    () => 'opened',
    (error: unknown) => error,
  );

describe('an address at which there is no such database', () => {
  const servers: Server[] = [];
  const listening = async (answer: string | undefined): Promise<number> => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      if (answer !== undefined) socket.once('data', () => socket.end(answer));
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  };
  afterAll(() => {
    for (const server of servers) server.close();
  });

  it.each([
    ['another protocol', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
    ['what looks like a message of the server', 'd\0\0\0\x05x'],
    ['an end', ''],
    ['nothing', undefined],
  ])('is said, with the variable, when the port answers with %s', async (_name, answer) => {
    const port = await listening(answer);
    expect(await refusal(`postgres://meter@127.0.0.1:${port}/house`)).toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(
        new RegExp(`^PostgreSQL meter@127.0.0.1:${port}/house cannot be used: .* Check DATABASE_URL`),
      ),
    });
  });

  it.runIf(testDatabaseKind === 'postgres')('is said with the statement that makes it', async () => {
    const { url, drop } = await createPostgresDatabase();
    await drop();
    const to = (name: string): string => Object.assign(new URL(url), { pathname: name }).href;
    expect(await refusal(to('/meterhouse_nowhere'))).toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/no such database. Make it with: create database meterhouse_nowhere$/),
    });
    expect(await refusal(to('/meter-house'))).toMatchObject({
      message: expect.stringMatching(/create database "meter-house"$/),
    });
  });
});
