import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from '../../src/http/app.ts';
import type { Database } from '../../src/storage/database.ts';
import { oauthPages } from '../../src/web/customer/authorize-problem.ts';
import { registrationMailComposer } from '../../src/web/mails/registration-mail.ts';
import { mountWeb } from '../../src/web/serving/mount-web.ts';
import { testClock } from './clock.ts';
import { openTestDatabase } from './database.ts';
import { publicUrl } from './house.ts';
import { seedUtility, type Tokens } from './seed.ts';

/** What is sent, as it stands on the wire. */
export interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What came back. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** Everything that the program serves, listening: API, OAuth, pages. */
export interface WholeApp {
  readonly db: Database;
  readonly tokens: Tokens;
  /** Every line of the log. */
  readonly lines: { readonly level: 'info' | 'error'; readonly fields: object; readonly message: string }[];
  /** Sends a request over a connection; undefined when the client itself refuses to send such a thing. */
  readonly send: (request: WireRequest) => Promise<WireAnswer | undefined>;
  readonly close: () => Promise<void>;
}

function sendTo(port: number, { method, path, headers, body }: WireRequest): Promise<WireAnswer | undefined> {
  return new Promise((resolve, reject) => {
    const sentBody = ['GET', 'HEAD'].includes(method) ? '' : body;
    // Node frames the body of some methods only when it is told its length.
    const length = { 'content-length': String(Buffer.byteLength(sentBody)) };
    const options = {
      host: '127.0.0.1',
      port,
      method,
      path,
      headers: sentBody === '' ? headers : { ...headers, ...length },
      agent: false,
    };
    const sent = (() => {
      try {
        return httpRequest(options);
      } catch {
        return undefined;
      }
    })();
    if (sent === undefined) return resolve(undefined);
    sent.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString(),
        }),
      );
    });
    sent.on('error', reject);
    sent.end(sentBody);
  });
}

/** Starts everything on a seeded database of its own. */
export async function openWholeApp(): Promise<WholeApp> {
  const db = await openTestDatabase();
  const clock = testClock();
  const secretKey = Buffer.alloc(32, 7);
  const tokens = await seedUtility({ db, clock, secretKey });
  const lines: WholeApp['lines'] = [];
  const context = {
    db,
    clock,
    secretKey,
    publicUrl,
    version: '0.0.0-test',
    keepsMail: true,
    log: {
      info: (fields: object, message: string) => void lines.push({ level: 'info', fields, message }),
      error: (fields: object, message: string) => void lines.push({ level: 'error', fields, message }),
    },
  };
  const app = await createApp({
    ...context,
    oauthPages: oauthPages(context),
    composeRegistrationMail: registrationMailComposer(context),
  });
  await mountWeb(app, context);
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  return {
    db,
    tokens,
    lines,
    send: (request) => sendTo(port, request),
    close: async () => {
      await app.close();
      await db.close();
    },
  };
}
