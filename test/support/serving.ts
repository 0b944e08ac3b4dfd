import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { resourceRoot } from '../../src/espi/resources.ts';

const program = fileURLToPath(new URL('../../bin/meterhouse.js', import.meta.url));

/** A program that serves. */
export interface Serving {
  readonly child: ChildProcess;
  readonly port: number;
  readonly managementPort: number;
  /** What it has written so far. */
  readonly output: () => string;
  /** Asks for a path of the API. */
  readonly read: (path: string, token: string, method?: string) => Promise<Response>;
  /** Status of a path from the root; 0 when nobody answers. */
  readonly status: (path: string, port?: number) => Promise<number>;
  /** Waits for its end and gives its exit code. */
  readonly ended: () => Promise<number | null>;
}

/** A port that nobody has at present. */
export async function anyPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Starts the program, with nothing of the tester's own environment. It may end at once. */
export function runServe(words: readonly string[], environment: NodeJS.ProcessEnv): ChildProcess {
  const folder = mkdtempSync(join(tmpdir(), 'meterhouse-serving-'));
  const child = spawn(process.execPath, [program, 'serve', ...words], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      DATA_DIR: folder,
      METERHOUSE_DEMO: 'off',
      LOG_FORMAT: 'json',
      ...environment,
    },
  });
  child.once('close', () => rmSync(folder, { recursive: true, force: true }));
  return child;
}

/** Starts the program and waits until it says that it serves. */
export async function serving(words: readonly string[], environment: NodeJS.ProcessEnv): Promise<Serving> {
  const [port, managementPort] = [await anyPort(), await anyPort()];
  const child = runServe(words, {
    PORT: String(port),
    METERHOUSE_MANAGEMENT_PORT: String(managementPort),
    // The machine of a test may be busy with other tests.
    METERHOUSE_MAX_DELAY_MS: '60000',
    ...environment,
  });
  let output = '';
  const end = once(child, 'close');
  await new Promise<void>((resolve, reject) => {
    const note = (chunk: Buffer): void => {
      output += chunk.toString();
      if (output.includes('Stop: Ctrl-C')) resolve();
    };
    child.stdout?.on('data', note);
    child.stderr?.on('data', note);
    child.once('close', () => reject(new Error(`serve ended: ${output}`)));
  });
  const status = async (path: string, at = port): Promise<number> =>
    await fetch(`http://127.0.0.1:${at}${path}`, { headers: { connection: 'close' } }).then(
      async (answer) => {
        await answer.arrayBuffer();
        return answer.status;
      },
      () => 0,
    );
  return {
    child,
    port,
    managementPort,
    output: () => output,
    status,
    read: (path, token, method = 'GET') =>
      fetch(`http://127.0.0.1:${port}${resourceRoot}${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, connection: 'close' },
      }),
    ended: async () => {
      await end;
      return child.exitCode;
    },
  };
}

/** A feed whose reader stops after the first piece. */
export interface PausedFeed {
  /** Reads the rest; undefined when it broke off. */
  readonly finish: () => Promise<string | undefined>;
}

/** Begins to read a feed and stops reading, so that its server has to wait. */
export async function pausedFeed(port: number, path: string, token: string): Promise<PausedFeed> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const asked = request(
      {
        host: '127.0.0.1',
        port,
        path: resourceRoot + path,
        agent: false,
        headers: { authorization: `Bearer ${token}`, connection: 'keep-alive' },
      },
      resolve,
    );
    asked.on('error', reject);
    asked.end();
  });
  if (response.statusCode !== 200) throw new Error(`the feed is answered with ${response.statusCode}`);
  const pieces: Buffer[] = [];
  let broken = false;
  const end = new Promise<void>((resolve) => {
    response.on('error', () => {
      broken = true;
    });
    response.on('close', resolve);
  });
  await new Promise<void>((resolve) => {
    response.once('data', (piece: Buffer) => {
      pieces.push(piece);
      response.pause();
      resolve();
    });
  });
  return {
    finish: async () => {
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.resume();
      await end;
      return broken || !response.complete ? undefined : Buffer.concat(pieces).toString();
    },
  };
}
