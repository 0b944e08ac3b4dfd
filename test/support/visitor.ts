import type { FastifyInstance } from 'fastify';

/** A page as a browser without JavaScript has it. */
interface VisitedPage {
  readonly status: number;
  readonly url: string;
  readonly html: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The value that forms of the page carry; empty when it has no form. */
  readonly csrf: string;
  /** The text of the first `h1`. */
  readonly title: string;
}

/** What a form sends: text, several values, or a file. */
type FieldValue = string | readonly string[] | { readonly fileName: string; readonly bytes: Uint8Array };

/** A browser that keeps cookies, follows redirects and fills in forms. */
export interface Visitor {
  readonly cookies: Map<string, string>;
  readonly get: (url: string, headers?: Record<string, string>) => Promise<VisitedPage>;
  /** Posts to an address with the `csrf` of a page. */
  readonly post: (
    url: string,
    fields: Readonly<Record<string, FieldValue>>,
    options?: {
      readonly csrf?: string;
      readonly headers?: Record<string, string>;
      readonly multipart?: boolean;
    },
  ) => Promise<VisitedPage>;
  /** The page that the visitor looks at. */
  readonly page: () => VisitedPage;
}

const unescaped = (text: string): string =>
  text.replace(
    /&(amp|lt|gt|quot|#39);/g,
    (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"' })[name] ?? "'",
  );

function multipartBody(fields: Readonly<Record<string, FieldValue>>): { body: Buffer; type: string } {
  const boundary = '----visitor-boundary';
  const parts: Buffer[] = [];
  for (const [name, value] of Object.entries(fields)) {
    const values = typeof value === 'string' || 'bytes' in value ? [value] : value;
    for (const one of values) {
      const file = typeof one === 'object' ? one : undefined;
      const name2 = file === undefined ? '' : `; filename="${file.fileName}"`;
      const type = file === undefined ? '' : '\r\ncontent-type: application/octet-stream';
      parts.push(
        Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${name}"${name2}${type}\r\n\r\n`),
      );
      parts.push(
        file === undefined ? Buffer.from(String(one)) : Buffer.from(file.bytes),
        Buffer.from('\r\n'),
      );
    }
  }
  parts.push(Buffer.from(`--${boundary}--\r\n`));
  return { body: Buffer.concat(parts), type: `multipart/form-data; boundary=${boundary}` };
}

function urlencodedBody(fields: Readonly<Record<string, FieldValue>>): { body: string; type: string } {
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(fields))
    for (const one of typeof value === 'string' ? [value] : 'bytes' in value ? [] : value)
      body.append(name, one);
  return { body: body.toString(), type: 'application/x-www-form-urlencoded' };
}

/** Opens a browser on a server that does not listen. */
export function openVisitor(app: FastifyInstance, language = 'en'): Visitor {
  const cookies = new Map<string, string>();
  let current: VisitedPage = { status: 0, url: '', html: '', headers: {}, csrf: '', title: '' };

  async function request(
    method: 'GET' | 'POST',
    url: string,
    options: { body?: Buffer | string; headers?: Record<string, string> } = {},
    hops = 0,
  ): Promise<VisitedPage> {
    const response = await app.inject({
      method,
      url,
      headers: {
        'accept-language': language,
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...options.headers,
      },
      ...(options.body === undefined ? {} : { payload: options.body }),
    });
    for (const { name, value, ...rest } of response.cookies) {
      const gone = value === '' || (rest.expires !== undefined && rest.expires.getTime() < 1000);
      if (gone) cookies.delete(name);
      else cookies.set(name, value);
    }
    const location = response.headers.location;
    if (
      [302, 303].includes(response.statusCode) &&
      typeof location === 'string' &&
      location.startsWith('/')
    ) {
      if (hops > 5) throw new Error(`Too many redirects at ${url}`);
      return await request('GET', location, {}, hops + 1);
    }
    const html = response.payload;
    current = {
      status: response.statusCode,
      url,
      html,
      headers: response.headers as VisitedPage['headers'],
      csrf: /name="csrf" value="([^"]*)"/.exec(html)?.[1] ?? '',
      title: unescaped(/<h1>([^<]*)/.exec(html)?.[1] ?? ''),
    };
    return current;
  }

  return {
    cookies,
    page: () => current,
    get: async (url, headers = {}) => await request('GET', url, { headers }),
    post: async (url, fields, { csrf = current.csrf, headers = {}, multipart = false } = {}) => {
      const all = { csrf, ...fields };
      const { body, type } = multipart ? multipartBody(all) : urlencodedBody(all);
      return await request('POST', url, { body, headers: { 'content-type': type, ...headers } });
    },
  };
}
