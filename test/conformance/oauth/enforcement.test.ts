import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type House, openHouse } from '../../support/house.ts';
import {
  authorize,
  batchStatus,
  type Decision,
  decide,
  type OauthThirdParty,
  oauthThirdParty,
  obtainTokens,
  registeredScope,
} from '../../support/oauth.ts';
import { readDocument } from '../atom-document.ts';

let house: House;
let client: OauthThirdParty;
beforeAll(async () => {
  house = await openHouse();
  client = await oauthThirdParty(house.db, { secret: 'one' });
});
afterAll(async () => await house.close());

const seconds = (): number => Math.floor(house.clock.now() / 1000);
const day = 86_400;

async function granted(scope: string, decision: Decision = {}) {
  const tokens = await obtainTokens(house, client, { scope, decision });
  const [row] = await house.db.query<{ start: number | null; until: number | null; end: number | null }>(
    'select data_start_ts as start, data_end_ts as until, end_ts as "end" from "authorization" where uid = $1',
    [tokens.uid],
  );
  if (row === undefined) throw new Error('nothing was granted');
  return { ...tokens, ...row };
}

describe('the scope that comes back', () => {
  it.each<[string, Decision, string]>([
    ['FB=4_16_51;HistoryLength=34128000', {}, 'FB=4_16_51;HistoryLength=34128000'],
    ['FB=16_4; HistoryLength= 34128000;X=y', {}, 'FB=16_4; HistoryLength= 34128000;X=y'],
    [
      'FB=4;IntervalDuration=900;AdditionalScope=historical-2024-05-09_ongoing-none_sou-default_noedit',
      {},
      'FB=4;IntervalDuration=900;AdditionalScope=historical-2024-05-09_ongoing-none_sou-default_noedit',
    ],
    [
      'FB=4_16_51;AdditionalScope=historical-2y_ongoing-1y_meters-all_sou-default',
      {},
      'FB=4_16_51;AdditionalScope=historical-2y_ongoing-1y_meters-all_sou-default',
    ],
    ['FB=4_46', {}, 'FB=4_46'],
    ['FB=4_16_51', { dataKinds: ['intervals'] }, 'FB=4'],
    ['FB=4_16_51', { dataKinds: ['usageSummaries', 'customer'] }, 'FB=16_51'],
    ['FB=4_16;HistoryLength=0', {}, 'FB=4_16;HistoryLength=0'],
    ['FB=4', { duration: { kind: 'until_stopped' } }, 'FB=4'],
    ['FB=4;PreferredAuthEndDate=1900000000', {}, 'FB=4;PreferredAuthEndDate=1900000000'],
    [
      'FB=4;PreferredAuthEndDate=1900000000',
      { duration: { kind: 'until', at: 1_900_000_000_000 - 3_600_000 } },
      'FB=4;PreferredAuthEndDate=1900000000',
    ],
    ['FB=4_17', {}, 'FB=4'],
    ['FB=4;HistoryLength=99999999', {}, 'FB=4;HistoryLength=63072000'],
  ])('%s by %j: %s', async (scope, decision, expected) => {
    const grant = await granted(scope, decision);
    expect(grant.scope).toBe(expected);
    const [row] = await house.db.query<{ requested: string; scope: string }>(
      'select requested_scope as requested, scope from "authorization" where uid = $1',
      [grant.uid],
    );
    expect(row).toEqual({ requested: scope, scope: expected });
  });

  it('without one: the registered', async () => {
    const arrived = await authorize(house, { response_type: 'code', client_id: client.clientId });
    const { authorizationUid } = await decide(house, arrived);
    const [row] = await house.db.query('select scope from "authorization" where uid = $1', [
      authorizationUid,
    ]);
    expect(row).toEqual({ scope: 'FB=1_3_4_5_13_15_16_35_37_39_51_53_54;HistoryLength=63072000' });
  });

  it('a shorter choice is written into it', async () => {
    const months = await granted('FB=4;HistoryLength=34128000', { history: { kind: 'months', months: 1 } });
    expect(months.scope).toMatch(/^FB=4;HistoryLength=2\d{6}$/);
    const end = (seconds() + 30 * day) * 1000;
    const until = await granted('FB=4', { duration: { kind: 'until', at: end } });
    expect(until.scope).toBe(`FB=4;PreferredAuthEndDate=${end / 1000}`);
    const none = await granted('FB=4;HistoryLength=34128000', { history: { kind: 'none' } });
    expect(none.scope).toBe('FB=4;HistoryLength=0');
  });
});

describe('the bounds that are granted', () => {
  it('a history that is not asked for is the registered one', async () => {
    await house.db.query(`update client set scopes = '{FB=4;HistoryLength=1,FB=16}' where id = $1`, [
      client.id,
    ]);
    const month = Date.parse('2026-02-11T00:00:00-05:00') / 1000;
    for (const scope of ['FB=4', 'FB=4;HistoryLength=1', 'FB=4;AdditionalScope=historical-2y'])
      expect([scope, (await granted(scope)).start]).toEqual([scope, month]);
    expect((await granted('FB=16')).start).toBe(Date.parse('2024-03-11T00:00:00-04:00') / 1000);
    await house.db.query('update client set scopes = $2::text[] where id = $1', [
      client.id,
      [registeredScope],
    ]);
  });

  it('HistoryLength in seconds, in months, none, and by AdditionalScope', async () => {
    const midnight = Date.parse('2026-02-11T00:00:00-05:00') / 1000;
    for (const [scope, start] of [
      ['FB=4;HistoryLength=2628000', midnight],
      ['FB=4;HistoryLength=1', midnight],
      ['FB=4;AdditionalScope=historical-1m', midnight],
      ['FB=4;AdditionalScope=historical-2026-03-05', Date.parse('2026-03-05T00:00:00-05:00') / 1000],
      ['FB=4;HistoryLength=0', seconds()],
      ['FB=4;AdditionalScope=historical-none', seconds()],
      ['FB=4', Date.parse('2024-03-11T00:00:00-04:00') / 1000],
    ] as const)
      expect([scope, (await granted(scope)).start]).toEqual([scope, start]);
  });

  it('the end: named, by AdditionalScope, chosen, for one time, and a year where nothing is said', async () => {
    const at = (text: string): number => Date.parse(text) / 1000;
    for (const [scope, decision, end] of [
      ['FB=4;PreferredAuthEndDate=1900000000', {}, 1_900_000_000],
      ['FB=4;PreferredAuthEndDate=0', {}, null],
      ['FB=4;AdditionalScope=ongoing-1y', {}, at('2027-03-11T00:00:00-05:00')],
      ['FB=4;AdditionalScope=ongoing-2026-12-31', {}, at('2027-01-01T00:00:00-05:00')],
      ['FB=4;AdditionalScope=ongoing-none', {}, seconds() + day],
      ['FB=4', {}, at('2027-03-12T00:00:00-05:00')],
      ['FB=4', { duration: { kind: 'until_stopped' } }, null],
      ['FB=4', { duration: { kind: 'once' } }, seconds() + day],
      // Nobody shares longer than was asked.
      ['FB=4;PreferredAuthEndDate=1900000000', { duration: { kind: 'until_stopped' } }, 1_900_000_000],
      // An end that has passed is as good as none.
      ['FB=4;PreferredAuthEndDate=1000', {}, at('2027-03-12T00:00:00-05:00')],
    ] as [string, Decision, number | null][])
      expect([scope, (await granted(scope, decision)).end]).toEqual([scope, end]);
    const passed = { duration: { kind: 'until', at: house.clock.now() - 1 } } as const;
    await expect(granted('FB=4', passed)).rejects.toThrow('has passed');
    await expect(granted('FB=4', { dataKinds: ['customer'] })).rejects.toThrow('at least one kind');
  });
});

const usage = ['UsagePoint', 'LocalTimeParameters', 'MeterReading', 'ReadingType', 'IntervalBlock'];
const bills = 'UsageSummary';

async function nounsOf(path: string, token: string): Promise<string[]> {
  const answer = await house.fetch(path, { token });
  if (answer.status !== 200) return [String(answer.status)];
  return [...new Set(readDocument(answer.text).entries.map(({ content }) => content.name))];
}

describe('what the API serves is what was granted', () => {
  it.each<[string, Decision, readonly string[], boolean]>([
    ['FB=4_16_51', {}, [...usage, bills], true],
    ['FB=4_16_51', { dataKinds: ['intervals'] }, usage, false],
    ['FB=4_16_51', { dataKinds: ['usageSummaries'] }, ['UsagePoint', 'LocalTimeParameters', bills], false],
    ['FB=4_46', { dataKinds: ['customer'] }, [], true],
    ['FB=4_16_51', { dataKinds: ['customer'] }, [], true],
  ])('%s by %j', async (scope, decision, expected, customer) => {
    const { uid, access_token: token } = await granted(scope, decision);
    expect(await nounsOf(`/Batch/Subscription/${uid}`, token)).toEqual(expected);
    const status = (await house.fetch(`/Batch/RetailCustomer/${uid}`, { token })).status;
    expect(status).toBe(customer ? 200 : 403);
  });

  it('of the meters those that were ticked, on every path', async () => {
    const { uid, access_token: token } = await granted('FB=4_16_51', { meters: ['meterhomegas'] });
    const batch = (await house.fetch(`/Batch/Subscription/${uid}`, { token })).text;
    expect(batch).toContain('meterhomegas');
    expect(batch).not.toContain('meterhomeelectric');
    for (const path of [
      `/Batch/Subscription/${uid}/UsagePoint/meterhomeelectric`,
      `/Subscription/${uid}/UsagePoint/meterhomeelectric`,
      `/Subscription/${uid}/UsagePoint/meterhomeelectric/MeterReading`,
      `/Subscription/${uid}/UsagePoint/meterhomeelectric/UsageSummary`,
      '/ReadingType/typehomeelectric0',
      '/Non-ESPI/filebillhomeelectricb1',
    ])
      expect([path, (await house.fetch(path, { token })).status]).toEqual([path, 404]);
  });

  it('of the time: no history, a bounded history, and nothing after a grant for one time', async () => {
    const blocksOf = async ({ uid, access_token: token }: { uid: string; access_token: string }) =>
      (await house.fetch(`/Batch/Subscription/${uid}`, { token })).text.match(/<IntervalBlock[\s>]/g)
        ?.length ?? 0;
    const startsOf = async ({ uid, access_token: token }: { uid: string; access_token: string }) => {
      const { text } = await house.fetch(`/Batch/Subscription/${uid}`, { token });
      const readings = text.match(/<IntervalReading>.*?<\/IntervalReading>/gs) ?? [];
      return readings.map((reading) => Number(/<start>(\d+)<\/start>/.exec(reading)?.[1]));
    };
    const all = await granted('FB=4_16_51');
    expect(await blocksOf(all)).toBeGreaterThan(5);
    expect(await blocksOf(await granted('FB=4_16_51;HistoryLength=0'))).toBe(0);
    const since = Date.parse('2026-03-07T12:00:00-05:00');
    const some = await granted('FB=4_16_51', { history: { kind: 'since', at: since } });
    const starts = await startsOf(some);
    expect(starts.length).toBeGreaterThan(5);
    expect(Math.min(...starts)).toBeGreaterThanOrEqual(since / 1000);
    expect(starts.length).toBeLessThan((await startsOf(all)).length);
    const once = await granted('FB=4_16_51;AdditionalScope=ongoing-none');
    expect([once.until, once.end]).toEqual([seconds(), seconds() + day]);
  });

  it('until its end, to the second', async () => {
    house.clock.set(Math.ceil(house.clock.now() / 1000) * 1000);
    const at = house.clock.now() + 60_000;
    const { uid, access_token: token } = await granted('FB=4', { duration: { kind: 'until', at } });
    house.clock.advance(59_999);
    expect(await batchStatus(house, uid, token)).toBe(200);
    house.clock.advance(1);
    expect(await batchStatus(house, uid, token)).toBe(401);
  });
});
