/** One request and its answer, as the page shows them. */
export interface Exchange {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
  readonly status: number;
  readonly statusText: string;
  readonly answerHeaders: readonly (readonly [string, string])[];
  /** The beginning of the answer. */
  readonly answer: string;
  readonly bytes: number;
  readonly ms: number;
}

const shownBytes = 6_000;
const shownHeaders = [
  'content-type',
  'www-authenticate',
  'retry-after',
  'etag',
  'content-encoding',
  'cache-control',
];

/** Hides the middle of what nobody should read over a shoulder. */
export const masked = (secret: string): string =>
  secret.length <= 10 ? '…' : `${secret.slice(0, 4)}…${secret.slice(-4)}`;

const maskText = (text: string): string =>
  text
    .replace(
      /((?:access|refresh|registration_access)_token"?\s*[:=]\s*"?)([\w.~-]{12,})/g,
      (_, name, value) => name + masked(value),
    )
    .replace(
      /(<(?:\w+:)?(?:client_secret|registration_access_token)>)([^<]{6,})/g,
      (_, tag, value) => tag + masked(value),
    )
    .replace(
      /((?:^|&)(?:code|code_verifier|token|client_secret)=)([^&]{12,})/g,
      (_, name, value) => name + masked(value),
    );

const maskHeader = ([name, value]: readonly [string, string]): readonly [string, string] => {
  if (name.toLowerCase() !== 'authorization') return [name, value];
  const [scheme = '', credentials = ''] = value.split(' ');
  return [name, `${scheme} ${masked(credentials)}`];
};

/** The request as a curl line, secrets masked. */
export function curlOf({ method, url, headers, body }: Exchange): string {
  const parts = ['curl', ...(method === 'GET' ? [] : [`-X ${method}`])];
  for (const [name, value] of headers) parts.push(`-H '${name}: ${value}'`);
  if (body !== '') parts.push(`--data '${body}'`);
  return [...parts, `'${url}'`].join(' ');
}

/** What oauth4webapi gives to its `fetch`. */
interface Sent {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A `fetch` that keeps what was sent and answered. */
export function tracingFetch(keep: (exchange: Exchange) => void) {
  return async (url: string, init: Sent): Promise<Response> => {
    const begun = performance.now();
    const response = await fetch(url, init as RequestInit);
    const text = await response.text();
    const wanted = shownHeaders.filter((name) => response.headers.has(name));
    keep({
      method: init.method,
      url: maskText(url),
      headers: Object.entries(init.headers)
        .filter(([name]) => ['authorization', 'content-type', 'accept'].includes(name.toLowerCase()))
        .map(maskHeader),
      body: maskText(init.body === undefined || init.body === null ? '' : String(init.body)),
      status: response.status,
      statusText: response.statusText,
      answerHeaders: wanted.map((name) => [name, response.headers.get(name) ?? '']),
      answer: maskText(text.slice(0, shownBytes)),
      bytes: Buffer.byteLength(text),
      ms: Math.round(performance.now() - begun),
    });
    const empty = response.status === 204 || response.status === 304 || response.status === 205;
    return new Response(empty ? null : text, {
      status: response.status,
      statusText: response.statusText,
      headers: response.headers,
    });
  };
}
