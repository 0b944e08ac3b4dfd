import fc from 'fast-check';
import { resourceRoot, resources } from '../../src/espi/resources.ts';
import { ownParams } from './paths.ts';
import type { WireRequest } from './whole-app.ts';

/** Secrets that a request may carry, by where they belong. */
export interface Secrets {
  readonly bearers: readonly string[];
  readonly clientSecret: string;
}

const oddWords = [
  '',
  '..',
  '%00',
  '%2e%2e%2f',
  '%FF%FE',
  '%',
  '%zz',
  '__proto__',
  'constructor',
  '{auth_uid}',
  '*',
  ':',
  "'%20or%20''='",
  ';drop%20table%20token',
  '20260306',
  '20269999',
  '-1',
  '9'.repeat(40),
  'a'.repeat(101),
  '%F0%9F%92%A9',
  'authfull/',
  'authbob',
];

const times = [
  '2026-03-07T05:00:00Z',
  '2026-03-07',
  '1772859600',
  '2100-01-01T00:00:00Z',
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999Z',
  '275760-09-13T00:00:00Z',
  '-271821-04-20T00:00:00Z',
  '2026-03-08T02:30:00-05:00',
  '2026-03-08T02:30:00 05:00',
  'All',
  'NaN',
  '',
  '999999999999999999',
];

/** Characters that a client can put into a path or a header as they are. */
const printable = fc.string({
  unit: fc.constantFrom(...' !"#$%&\'()*+,-./09:;<=>?@AZ[\\]^_`az{|}~'),
  maxLength: 40,
});
const inPath = printable.map((text) => text.replaceAll(' ', '%20'));
const word = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...Object.values(ownParams)) },
  { weight: 2, arbitrary: fc.constantFrom(...oddWords) },
  { weight: 1, arbitrary: inPath },
  {
    weight: 1,
    arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }).map(encodeURIComponent),
  },
);

const rowPath = fc
  .tuple(
    fc.constantFrom(...resources.flatMap((row) => [row.path, ...row.aliases])),
    fc.array(word, { minLength: 7, maxLength: 7 }),
    fc.boolean(),
  )
  .map(([path, words, own]) => {
    let used = 0;
    return (
      resourceRoot +
      path.replace(/\{(\w+)\}/g, (_, name: string) => {
        used += 1;
        // Mostly one parameter is odd, so that what lies behind the others is reached.
        const odd = own ? used === 1 + (words.length % 3) : true;
        return odd ? (words[used % words.length] ?? '') : (ownParams[name] ?? '');
      })
    );
  });

const oauthPath = fc.constantFrom(
  ...['authorize', 'token', 'revoke', 'introspect'].flatMap((name) => [
    `/DataCustodian/oauth/${name}`,
    `/DataCustodian/example/oauth/${name}`,
    `/DataCustodian/nowhere/oauth/${name}`,
  ]),
  '/.well-known/oauth-authorization-server/DataCustodian/example',
  '/.well-known/oauth-protected-resource',
);

const pagePath = fc.constantFrom(
  '/',
  '/developers',
  '/developers/sign-in',
  '/operator',
  '/operator/sign-in',
  '/DataCustodian/example',
  '/DataCustodian/example/sharing',
  '/DataCustodian/example/sign-in',
  '/docs/errors',
  '/health/live',
  '/health/ready',
);

const path = fc.oneof(
  { weight: 6, arbitrary: rowPath },
  { weight: 2, arbitrary: oauthPath },
  { weight: 1, arbitrary: pagePath },
  { weight: 1, arbitrary: fc.array(word, { maxLength: 5 }).map((words) => `/${words.join('/')}`) },
);

const parameter = fc.oneof(
  fc.tuple(
    fc.constantFrom('published-min', 'published-max', 'updated-min', 'updated-max'),
    fc.constantFrom(...times),
  ),
  fc.tuple(
    fc.constantFrom('max-results', 'start-index', 'depth'),
    fc.constantFrom('0', '1', '3', '-1', '1e9', 'x', '99999999999'),
  ),
  fc.tuple(
    fc.constantFrom(
      'format',
      'access_token',
      'scope',
      'client_id',
      'redirect_uri',
      'response_type',
      '__proto__',
      'a[b]',
    ),
    inPath,
  ),
  fc.tuple(inPath, inPath),
);
const query = fc
  .array(parameter, { maxLength: 4 })
  .map((pairs) =>
    pairs.length === 0 ? '' : `?${pairs.map(([name, value]) => `${name}=${value}`).join('&')}`,
  );

const basic = (user: string, secret: string): string =>
  `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`;

const authorization = ({ bearers, clientSecret }: Secrets) =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...bearers).map((token) => `Bearer ${token}`) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '',
        'Bearer',
        'Bearer  ',
        'Basic',
        'Basic !!!',
        basic('x', clientSecret),
        basic(':', ''),
        'Digest a="b"',
      ),
    },
    { weight: 1, arbitrary: printable.map((text) => `Bearer ${text}`) },
  );

const otherHeaders = fc
  .dictionary(
    fc.constantFrom(
      'accept',
      'accept-encoding',
      'accept-language',
      'if-none-match',
      'if-modified-since',
      'range',
      'if-range',
      'cookie',
      'origin',
      'x-forwarded-for',
      'x-http-method-override',
      'expect',
      'content-encoding',
    ),
    fc.oneof(
      printable,
      fc.constantFrom(
        'gzip',
        'gzip;q=0',
        'identity;q=0, *;q=0',
        '*',
        '"x"',
        'W/"x", *',
        'bytes=0-',
        'bytes=5-2',
        'bytes=-1',
        'bytes=0-0,2-3',
        '100-continue',
        'fr;q=x',
        'session=%00',
      ),
    ),
    { maxKeys: 4 },
  )
  // What Expect asks for is between client and server, before any of our code.
  .map(({ expect: _, ...headers }) => headers);

const body = ({ clientSecret }: Secrets) =>
  fc.oneof(
    fc.constant(''),
    fc.string({ maxLength: 200 }),
    fc.constantFrom(
      '{"a":',
      '[]',
      'null',
      '<',
      '<feed/>',
      '<ApplicationInformation xmlns="http://naesb.org/espi"/>',
      '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
      'grant_type=client_credentials',
      `grant_type=client_credentials&client_id=x&client_secret=${clientSecret}`,
      'grant_type=authorization_code&code=x&redirect_uri=%zz',
      'grant_type=refresh_token&refresh_token=%00',
      'grant_type=a&grant_type=b',
      'token=%FF&token_type_hint=__proto__',
      '--x\r\nContent-Disposition: form-data; name="grant_type"\r\n\r\nclient_credentials\r\n',
    ),
  );

const contentType = fc.constantFrom(
  '',
  'application/json',
  'application/x-www-form-urlencoded',
  'application/xml',
  'application/atom+xml',
  'multipart/form-data',
  'multipart/form-data; boundary=x',
  'text/plain; charset=nonsense',
  'a/b;;;',
  '__proto__',
);

/**
 * Requests of every shape. Those that would end or change what the others read carry no token that may: a token of
 * the right kind goes with GET and HEAD and whatever is refused.
 */
export const oddRequest = (secrets: Secrets): fc.Arbitrary<WireRequest> =>
  fc
    .record({
      method: fc.oneof(
        { weight: 5, arbitrary: fc.constant('GET') },
        { weight: 2, arbitrary: fc.constantFrom('HEAD', 'POST') },
        {
          weight: 1,
          arbitrary: fc.constantFrom('PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND', 'QUERY'),
        },
      ),
      path,
      query,
      authorization: fc.option(authorization(secrets), { nil: undefined }),
      otherHeaders,
      contentType,
      body: body(secrets),
    })
    .map((given) => ({
      method: given.method,
      path: given.path + given.query,
      headers: {
        ...given.otherHeaders,
        ...(given.authorization === undefined || given.method === 'DELETE'
          ? {}
          : { authorization: given.authorization }),
        ...(given.contentType === '' ? {} : { 'content-type': given.contentType }),
      },
      body: given.body,
    }));
