import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Database, Queryable } from '../src/storage/database.ts';
import { openBenchApp } from './bench-app.ts';

/**
 * The least that a feed of ours takes on this machine, whatever makes it: the statements by which it is read, whose rows
 * are dropped, and its bytes, which are ready.
 */
type Statement = Parameters<Queryable['query']>;

/** The statements since the last feed, and what runs them. */
const noted: Statement[] = [];
let database: Database | undefined;

const { app, close } = await openBenchApp({
  through: (db) => {
    database = db;
    const query: Queryable['query'] = (text, params) => {
      noted.push([text, params]);
      return db.query(text, params);
    };
    return { ...db, query };
  },
});

interface Feed {
  readonly statements: readonly Statement[];
  readonly bytes: Buffer;
}

const pieceBytes = 16_384;
const feeds = new Map<string, Feed>();

/** Lets our own server make the feed: the second time, when the token and what else is remembered is known. */
async function makeFeed(url: string, headers: IncomingHttpHeaders): Promise<Feed> {
  await app.inject({ url, headers });
  noted.length = 0;
  const { statusCode, rawPayload, body } = await app.inject({ url, headers });
  if (statusCode !== 200) throw new Error(`A feed was answered with ${statusCode}: ${body}`);
  return { statements: noted.splice(0), bytes: rawPayload };
}

const server = createServer(async ({ url = '', headers }, response) => {
  const feed = feeds.get(url) ?? (await makeFeed(url, headers));
  feeds.set(url, feed);
  for (const [text, params] of feed.statements) await database?.query(text, params);
  response.writeHead(200, { 'content-type': 'application/atom+xml', 'content-encoding': 'gzip' });
  for (let at = 0; at < feed.bytes.length; at += pieceBytes)
    response.write(feed.bytes.subarray(at, at + pieceBytes));
  response.end();
});
server.listen(0, '127.0.0.1', () => console.log(`port ${(server.address() as AddressInfo).port}`));
process.once('SIGTERM', async () => {
  server.close();
  server.closeAllConnections();
  await close();
});
