import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { resourceRoot } from '../src/espi/resources.ts';
import { sha256 } from '../src/platform/hash.ts';
import { findInstallation } from '../src/storage/installation.ts';
import { openServerDatabase } from '../src/storage/open-postgres.ts';
import { writeRowsFeed } from './rows-feed.ts';
import { findGrant } from './rows-queries.ts';
import { benchOrigin } from './server.ts';

/** A custodian as it is usually written, with nothing but the one feed: a row per reading, template strings, gzip -6. */
const { db } = await openServerDatabase(process.env.BENCH_DATABASE_URL ?? '', { connections: 10 });
const context = { db, base: benchOrigin + resourceRoot, uuidNamespace: (await findInstallation(db)) ?? '' };

/** Answers `GET {resource root}/Batch/Subscription/{uid}?blocks=daily|monthly`. */
async function answer({ headers, url = '' }: IncomingMessage, response: ServerResponse): Promise<void> {
  const [, token = ''] = /^Bearer (\S+)$/.exec(headers.authorization ?? '') ?? [];
  const grant = await findGrant(db, sha256(token));
  const { pathname, searchParams } = new URL(url, benchOrigin);
  if (grant === undefined) return void response.writeHead(401).end();
  if (pathname !== `${resourceRoot}/Batch/Subscription/${grant.uid}`)
    return void response.writeHead(404).end();
  const span = searchParams.get('blocks') === 'monthly' ? 'monthly' : 'daily';
  const text = await writeRowsFeed(context, { grant, span });
  if (text === undefined) return void response.writeHead(404).end();
  const type = { 'content-type': 'application/atom+xml; charset=utf-8', 'content-encoding': 'gzip' };
  // In one piece: a piped createGzip took the same, or more where it got small pieces.
  const body = gzipSync(text, { level: 6 });
  response.writeHead(200, { ...type, 'content-length': body.length }).end(body);
}

const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => {
    console.error(error);
    response.writeHead(500).end();
  });
});
// As long as the other server keeps connections: neither is to make new ones while the other is measured.
server.keepAliveTimeout = 72_000;
server.listen(0, '127.0.0.1', () => console.log(`port ${(server.address() as AddressInfo).port}`));
process.once('SIGTERM', async () => {
  server.close();
  server.closeAllConnections();
  await db.close();
});
