import { lookup as resolve } from 'node:dns';
import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { bareHost, isLoopbackAddress, isPublicAddress } from './network-address.ts';

/** Which addresses may be called: the public internet, this machine too, or any. */
export type OutgoingAddresses = 'public' | 'loopback' | 'any';

/** A request to a server that somebody else named. */
interface OutgoingRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal?: AbortSignal | undefined;
}

/** What came back. */
export interface OutgoingAnswer {
  readonly status: number;
  /** The beginning of the body, as text. */
  readonly body: string;
}

/** Calls servers that somebody else named, without becoming a way into the own network. */
export interface HttpClient {
  /**
   * Posts a body. Redirects are not followed: a status of 3xx is the answer.
   *
   * @throws OutgoingRefused for an address that may not be called; Error when there is no answer in time.
   */
  readonly post: (request: OutgoingRequest) => Promise<OutgoingAnswer>;
}

/** An address that may not be called. */
export class OutgoingRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'OutgoingRefused';
  }
}

/** Limits of every call. */
export interface HttpClientOptions {
  readonly addresses: OutgoingAddresses;
  /** The whole call: name, connection, answer. */
  readonly timeoutMs?: number;
  /** Bytes of the answer that are read. */
  readonly maxAnswerBytes?: number;
}

const mayCall = (address: string, addresses: OutgoingAddresses): boolean =>
  addresses === 'any' || isPublicAddress(address) || (addresses === 'loopback' && isLoopbackAddress(address));

/** Resolves names and hands on only addresses that may be called: the connection goes to what was checked. */
const guardedLookup =
  (addresses: OutgoingAddresses): LookupFunction =>
  (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, found) => {
      if (error !== null) return callback(error, '', 0);
      const allowed = found.filter(({ address }) => mayCall(address, addresses));
      const [first] = allowed;
      if (first === undefined)
        return callback(new OutgoingRefused(`${hostname} is not a public address`), '', 0);
      if (options.all === true) return callback(null, allowed);
      return callback(null, first.address, first.family);
    });
  };

function checkedUrl(text: string, addresses: OutgoingAddresses): URL {
  if (!URL.canParse(text)) throw new OutgoingRefused('The address is not a URL');
  const url = new URL(text);
  const host = bareHost(url.hostname);
  const local = host === 'localhost' || isLoopbackAddress(host);
  if (
    url.protocol !== 'https:' &&
    !(url.protocol === 'http:' && (addresses === 'any' || (addresses === 'loopback' && local)))
  )
    throw new OutgoingRefused(
      `${url.protocol.slice(0, -1)} is not accepted: the address must begin with https`,
    );
  if (url.username !== '' || url.password !== '')
    throw new OutgoingRefused('The address must not hold a user name or password');
  if (isIP(host) !== 0 && !mayCall(host, addresses))
    throw new OutgoingRefused(`${host} is not a public address`);
  return url;
}

function readAnswer(response: IncomingMessage, maxBytes: number): Promise<string> {
  return new Promise((resolveBody, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const end = (): void => resolveBody(Buffer.concat(chunks).subarray(0, maxBytes).toString('utf8'));
    response.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= maxBytes) {
        end();
        response.destroy();
      }
    });
    response.once('end', end);
    response.once('error', reject);
    response.once('close', () => reject(new Error('the answer broke off')));
  });
}

/** Makes a client with limits. */
export function createHttpClient({
  addresses,
  timeoutMs = 10_000,
  maxAnswerBytes = 16_384,
}: HttpClientOptions): HttpClient {
  const lookup = guardedLookup(addresses);
  const post = async ({ url: text, headers, body, signal }: OutgoingRequest): Promise<OutgoingAnswer> => {
    const url = checkedUrl(text, addresses);
    const bytes = Buffer.from(body);
    const timeout = AbortSignal.timeout(timeoutMs);
    const either = signal === undefined ? timeout : AbortSignal.any([timeout, signal]);
    const open = url.protocol === 'https:' ? requestHttps : requestHttp;
    const options = {
      method: 'POST',
      headers: { ...headers, 'content-length': String(bytes.length) },
      lookup,
      agent: false as const,
      signal: either,
    };
    try {
      const response = await new Promise<IncomingMessage>((answered, reject) => {
        const outgoing: ClientRequest = open(url, options, answered);
        outgoing.once('error', reject);
        outgoing.end(bytes);
      });
      return { status: response.statusCode ?? 0, body: await readAnswer(response, maxAnswerBytes) };
    } catch (error) {
      if (timeout.aborted) throw new Error(`no answer within ${timeoutMs / 1000} seconds`, { cause: error });
      throw error;
    }
  };
  return { post };
}
