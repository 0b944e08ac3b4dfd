import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { resourceRoot } from '../espi/resources.ts';
import { freePort } from '../platform/free-port.ts';
import type { DemoFacts } from '../services/demo/create-demo.ts';

const program = fileURLToPath(new URL('../../demo/third-party/main.ts', import.meta.url));

const loader = new URL('../../bin/typescript.js', import.meta.url).href;

/** Where the demo third party will run: the port after the server's, or any that is free. */
export async function demoAppPort(serverPort: number): Promise<number> {
  const host = '127.0.0.1';
  try {
    return await freePort({ host, port: serverPort + 1 });
  } catch {
    return await freePort({ host, port: 0 });
  }
}

/** The demo third party, running beside the server. */
export interface DemoAppProcess {
  readonly url: string;
  /** Resolves when it has ended. */
  readonly stop: () => Promise<void>;
}

/** How long it may take to end by itself. */
const graceMilliseconds = 3000;

/**
 * Starts the demo third party as a program of its own: it knows the server by its public addresses alone. It ends with
 * this process, however that ends.
 */
export function startDemoApp(
  { app }: Pick<DemoFacts, 'app'>,
  {
    url,
    publicUrl,
    onExit,
  }: { readonly url: string; readonly publicUrl: string; readonly onExit: (code: number | null) => void },
): DemoAppProcess {
  const child = fork(program, {
    execArgv: ['--import', loader],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: {
      PORT: new URL(url).port,
      PUBLIC_URL: url,
      CUSTODIAN_ISSUER: `${publicUrl}/DataCustodian`,
      CLIENT_ID: app.clientId,
      CLIENT_SECRET: app.clientSecret,
      REGISTRATION_TOKEN: app.registrationToken,
      APPLICATION_URI: `${publicUrl}${resourceRoot}/ApplicationInformation/${app.applicationUid}`,
    },
  });
  let stopping = false;
  const ended = new Promise<void>((resolve) => {
    child.on('exit', (code) => {
      resolve();
      if (!stopping) onExit(code);
    });
  });
  return {
    url,
    stop: async () => {
      stopping = true;
      child.kill('SIGTERM');
      const impatient = setTimeout(() => child.kill('SIGKILL'), graceMilliseconds);
      await ended;
      clearTimeout(impatient);
    },
  };
}
