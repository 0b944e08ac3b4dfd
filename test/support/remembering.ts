import { resourceRoot } from '../../src/espi/resources.ts';
import { createApp } from '../../src/http/app.ts';
import type { HttpContext } from '../../src/http/context.ts';
import { type FollowedChanges, followChanges } from '../../src/roof/follow-changes.ts';
import type { Database } from '../../src/storage/database.ts';
import { type House, publicUrl, type TestAnswer, type TestRequest, testAnswer } from './house.ts';

/** A second entrance to the data of a house, which remembers. */
export interface Remembering extends FollowedChanges {
  /** The database as this entrance has it: what is written through it is heard here at once. */
  readonly db: Database;
  readonly fetch: (path: string, request?: TestRequest) => Promise<TestAnswer>;
  /** Statements that reading took since this was asked last. */
  readonly statements: () => number;
  readonly close: () => Promise<void>;
}

/** Waits until a condition holds, for some seconds. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; i < 200 && !(await condition()); i++) await new Promise((wait) => setTimeout(wait, 20));
}

/** The way in which an entrance hears of others: here there are none. */
const hearsNobody: Parameters<typeof followChanges>[0] = async () => async () => undefined;

/**
 * Opens an entrance that remembers tokens and entries.
 *
 * @param more what it gets beside the usual; `db` another connection to the same data.
 * @param beforeRows called with every statement when its rows are there, before the reader has them.
 */
export async function openRemembering(
  house: Pick<House, 'db' | 'clock'>,
  {
    listen = hearsNobody,
    db: own = house.db,
    beforeRows,
    http = {},
  }: {
    readonly listen?: Parameters<typeof followChanges>[0];
    readonly db?: Database;
    readonly beforeRows?: (text: string) => Promise<void>;
    readonly http?: Partial<HttpContext>;
  } = {},
): Promise<Remembering> {
  const changes = await followChanges(listen);
  const db = changes.heard(own);
  let statements = 0;
  const app = await createApp({
    db: {
      ...db,
      query: async (text, params) => {
        statements++;
        const rows = await db.query(text, params);
        await beforeRows?.(text);
        return rows as never;
      },
    },
    clock: house.clock,
    publicUrl,
    secretKey: Buffer.alloc(32, 7),
    log: { info: () => undefined, error: (fields, message) => console.error(message, fields) },
    ...changes,
    ...http,
  });
  await app.ready();
  return {
    ...changes,
    db,
    fetch: async (path, { token, method = 'GET', headers = {} } = {}) => {
      const response = await app.inject({
        method: method as 'GET',
        url: resourceRoot + path,
        headers: { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...headers },
      });
      return testAnswer(response);
    },
    statements: () => {
      const taken = statements;
      statements = 0;
      return taken;
    },
    close: async () => {
      await app.close();
      await changes.stop();
    },
  };
}
