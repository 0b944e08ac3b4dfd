import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDocument, textAt } from '../conformance/atom-document.ts';
import { base, type House, openHouse } from '../support/house.ts';
import { pdf } from '../support/seed/values.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(async () => await house.close());

const path = '/Non-ESPI/filebillhomeelectricb1';
const bytes = Buffer.from(pdf('February'));
const get = (headers: Record<string, string> = {}, method = 'GET') =>
  house.fetch(path, { token: house.tokens.full, headers, method });

describe('a bill as a file', () => {
  it('is linked from its UsageSummary with its media type', async () => {
    const summary = '/Subscription/authfull/UsagePoint/meterhomeelectric/UsageSummary/billhomeelectricb1';
    const answer = await house.fetch(summary, { token: house.tokens.full });
    const links = readDocument(answer.text).entries[0]?.links ?? [];
    expect(links).toContainEqual({ rel: 'related', type: 'application/pdf', href: base + path });
  });

  it('comes whole, for saving, with a strong ETag', async () => {
    const answer = await get({ 'accept-encoding': 'gzip' });
    expect(answer.status).toBe(200);
    expect(answer.bytes.equals(bytes)).toBe(true);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-length': String(bytes.length),
      'content-disposition': 'attachment; filename="bill-2026-02.pdf"',
      'accept-ranges': 'bytes',
      etag: expect.stringMatching(/^"[0-9a-f]{64}"$/),
    });
    expect(answer.headers['content-encoding']).toBeUndefined();
    const head = await get({}, 'HEAD');
    expect([head.status, head.headers['content-length'], head.bytes.length]).toEqual([
      200,
      String(bytes.length),
      0,
    ]);
  });

  it.each([
    ['bytes=0-7', 0, 8],
    ['bytes=100-199', 100, 200],
    ['bytes=-6', bytes.length - 6, bytes.length],
    ['bytes=2000-', 2000, bytes.length],
  ])('in part: %s', async (range, start, end) => {
    const answer = await get({ range });
    expect(answer.status).toBe(206);
    expect(answer.bytes.equals(bytes.subarray(start, end))).toBe(true);
    expect(answer.headers['content-range']).toBe(`bytes ${start}-${end - 1}/${bytes.length}`);
  });

  it('416 beyond its end, saying how long it is', async () => {
    const answer = await get({ range: `bytes=${bytes.length}-` });
    expect([answer.status, answer.headers['content-range'], answer.json().error]).toEqual([
      416,
      `bytes */${bytes.length}`,
      'range_not_satisfiable',
    ]);
  });

  it('whole when it is not the file that the range is of', async () => {
    const { etag = '' } = (await get()).headers;
    expect((await get({ range: 'bytes=0-7', 'if-range': '"other"' })).status).toBe(200);
    expect((await get({ range: 'bytes=0-7', 'if-range': etag })).status).toBe(206);
  });
});

describe('a Statement', () => {
  it('names its file by an absolute address that its reader can read', async () => {
    const path = '/RetailCustomer/authfull/Customer/customerada/Statement/statementadastatement';
    const { entries } = readDocument((await house.fetch(path, { token: house.tokens.full })).text);
    const content = entries[0]?.content;
    const url = content && textAt(content, 'statementRef', 'statementURL');
    expect(url).toBe(`${base}/Non-ESPI/filestatementadastatement`);
    const file = await house.fetchRoot((url ?? '').replace('https://dc.example', ''), {
      token: house.tokens.full,
    });
    expect(file.status).toBe(200);
    expect(file.bytes.equals(Buffer.from(pdf('statement')))).toBe(true);
    expect(file.headers['content-disposition']).toBe(
      `attachment; filename="Statement M_rz 2026.pdf"; filename*=UTF-8''Statement%20M%C3%A4rz%202026.pdf`,
    );
  });
});
