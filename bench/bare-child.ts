import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The least that a server in Node can do: it answers every request with the same bytes, or 304. */
const bytes = readFileSync(process.env.BENCH_BODY ?? '');
const type = process.env.BENCH_TYPE ?? 'application/atom+xml';
const server = createServer((request, response) => {
  if (request.headers['if-none-match'] !== undefined) {
    response.writeHead(304, { etag: '"x"' }).end();
    return;
  }
  response.writeHead(200, { 'content-type': type, 'content-length': bytes.length, etag: '"x"' }).end(bytes);
});
server.listen(0, '127.0.0.1', () => console.log(`port ${(server.address() as AddressInfo).port}`));
process.once('SIGTERM', () => {
  server.close();
  server.closeAllConnections();
});
