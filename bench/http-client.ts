import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';

/** What a request was answered with. */
interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  /** Milliseconds until its first byte. */
  readonly firstByteMs: number;
  readonly bytes: number;
  readonly body: Buffer;
}

/** Asks a server of this machine, over connections that are kept. */
export interface Client {
  readonly get: (
    path: string,
    headers?: Readonly<Record<string, string>>,
    keepBody?: boolean,
  ) => Promise<Answer>;
  readonly close: () => void;
}

/** Makes a client of a port. */
export function createClient(port: number, token?: string): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return {
    async get(path, headers = {}, keepBody = false) {
      const began = performance.now();
      const request = get({
        host: '127.0.0.1',
        port,
        path,
        agent,
        headers: { ...authorization, ...headers },
      });
      const [response] = (await once(request, 'response')) as [IncomingMessage];
      let firstByteMs = Number.NaN;
      let bytes = 0;
      const pieces: Buffer[] = [];
      for await (const piece of response as AsyncIterable<Buffer>) {
        if (bytes === 0) firstByteMs = performance.now() - began;
        bytes += piece.length;
        if (keepBody) pieces.push(piece);
      }
      if (bytes === 0) firstByteMs = performance.now() - began;
      return {
        status: response.statusCode ?? 0,
        headers: response.headers,
        firstByteMs,
        bytes,
        body: Buffer.concat(pieces),
      };
    },
    close: () => agent.destroy(),
  };
}

/** Does something many times, several at once. */
export async function manyTimes(
  times: number,
  atOnce: number,
  work: (i: number) => Promise<unknown>,
): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < times) await work(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
