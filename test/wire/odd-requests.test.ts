import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resourceRoot } from '../../src/espi/resources.ts';
import { oddRequest, type Secrets } from '../support/odd-requests.ts';
import { openWholeApp, type WholeApp, type WireAnswer, type WireRequest } from '../support/whole-app.ts';

/** The same requests in every run; other seeds are for whoever looks for more. */
const fuzz = {
  seed: Number(process.env.METERHOUSE_FUZZ_SEED ?? 20_260_311),
  numRuns: Number(process.env.METERHOUSE_FUZZ_RUNS ?? 600),
};

let app: WholeApp;
let secrets: Secrets;
beforeAll(async () => {
  app = await openWholeApp();
  const { full, bob, ranged, none, client, registration, expired, revoked, clientSecret } = app.tokens;
  secrets = {
    bearers: [
      full,
      full,
      full,
      bob,
      ranged,
      none,
      client,
      registration,
      expired.access_token,
      revoked.access_token,
    ],
    clientSecret,
  };
});
afterAll(async () => await app.close());

const isPage = ({ headers }: WireAnswer): boolean => /^text\/html/.test(headers['content-type'] ?? '');

/** What is wrong with an answer; undefined when nothing is. */
function faultOf(request: WireRequest, answer: WireAnswer): string | undefined {
  const { status, headers, text } = answer;
  if (status >= 500) return `${status}`;
  if (status < 400 || request.method === 'HEAD') return undefined;
  const path = request.path.split('?', 1)[0] ?? '';
  // Pages are for people: what they are told is HTML. What programs read is JSON, always.
  if (isPage(answer)) return path.startsWith(resourceRoot) ? 'a page, where programs read' : undefined;
  if (!/^application\/json/.test(headers['content-type'] ?? '')) return `type ${headers['content-type']}`;
  const body = JSON.parse(text) as Record<string, unknown>;
  for (const name of ['error', 'error_description'])
    if (typeof body[name] !== 'string' || body[name] === '') return `no ${name}`;
  const link = body.url ?? body.error_uri;
  return typeof link === 'string' && link.startsWith('https://dc.example/docs/errors#')
    ? undefined
    : 'no url';
}

describe('requests of every shape', () => {
  it('are never our fault, and what is refused says so in JSON', async () => {
    const statuses = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(oddRequest(secrets), async (request) => {
        const answer = await app.send(request);
        if (answer === undefined) return;
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
        expect(faultOf(request, answer), answer.text.slice(0, 500)).toBeUndefined();
      }),
      fuzz,
    );
    // The net is wide enough: what is good is among it, and every way to refuse.
    expect([...statuses.keys()]).toEqual(expect.arrayContaining([200, 400, 401, 403, 404, 405]));
    expect(app.lines.filter(({ level }) => level === 'error')).toEqual([]);
  }, 600_000);

  it('leave no secret in the log', () => {
    expect(app.lines.length).toBeGreaterThan(fuzz.numRuns / 2);
    const log = JSON.stringify(app.lines);
    const basic = Buffer.from(`x:${secrets.clientSecret}`).toString('base64');
    for (const secret of [...secrets.bearers, secrets.clientSecret, basic]) expect(log).not.toContain(secret);
  });

  it('change nothing: what was there is there, and can be read', async () => {
    const { full } = app.tokens;
    for (const path of ['/Batch/Subscription/authfull', '/Batch/RetailCustomer/authfull']) {
      const answer = await app.send({
        method: 'GET',
        path: resourceRoot + path,
        headers: { authorization: `Bearer ${full}` },
        body: '',
      });
      expect(answer?.status).toBe(200);
    }
  });
});

describe('documents of every shape, sent with the token that may', () => {
  const piece = fc.constantFrom(
    '<ApplicationInformation xmlns="http://naesb.org/espi">',
    '</ApplicationInformation>',
    '<client_name>New name</client_name>',
    '<client_name/>',
    '<redirect_uri>https://third.example/back</redirect_uri>',
    '<redirect_uri>javascript:alert(1)</redirect_uri>',
    '<thirdPartyNotifyUri>http://169.254.169.254/</thirdPartyNotifyUri>',
    '<client_secret>x</client_secret>',
    '<contacts>a@b.example</contacts>',
    '<entry xmlns="http://www.w3.org/2005/Atom"><content>',
    '</content></entry>',
    '<!-- -->',
    '&amp;',
    '&x;',
    '\u0000',
    'é',
  );

  it('are taken or refused with words, never with a fault of ours', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 8 }), fc.boolean(), async (pieces, whole) => {
        const [open, close] = [
          '<ApplicationInformation xmlns="http://naesb.org/espi">',
          '</ApplicationInformation>',
        ];
        const body = whole ? open + pieces.slice(0, 3).join('') + close : pieces.join('');
        const request = {
          method: 'PUT',
          path: `${resourceRoot}/ApplicationInformation/clientone`,
          headers: {
            authorization: `Bearer ${app.tokens.registration}`,
            'content-type': 'application/atom+xml',
          },
          body,
        };
        const answer = await app.send(request);
        if (answer !== undefined) expect(faultOf(request, answer), answer.text.slice(0, 500)).toBeUndefined();
      }),
      { ...fuzz, numRuns: Math.ceil(fuzz.numRuns / 4) },
    );
    expect(app.lines.filter(({ level }) => level === 'error')).toEqual([]);
  }, 600_000);
});
