import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { resourceRoot } from '../../src/espi/resources.ts';
import { createFeedSlots } from '../../src/http/feed-slots.ts';
import { createAuthorization } from '../../src/services/authorization/create-authorization.ts';
import { type House, openHouse } from '../support/house.ts';

const slots = createFeedSlots(3);
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const requestMilliseconds = 2000;

let house: House;
/** Statements that were begun, and what each waits for before it begins. */
const statements = { begun: 0, held: async (): Promise<void> => undefined };

beforeEach(async () => {
  house = await openHouse({
    http: { feedSlots: slots, timeLimits: { requestMilliseconds, answerMilliseconds: 60_000 } },
  });
  const [one] = await house.db.query<{ id: number; utilityId: number }>(
    `select id, utility_id as "utilityId" from client where uid = 'clientone'`,
  );
  // Each with a range of its own: they are planned one after another.
  for (let n = 0; n < 40; n++)
    await createAuthorization(house, {
      utilityId: one?.utilityId ?? 0,
      clientId: one?.id ?? 0,
      meters: [n % 2 === 0 ? 'home-electric' : 'flat-electric'],
      scope: 'FB=1_3_4_5_13_15_37_39',
      dataStart: 1_700_000_000 + n,
    });
  const { query } = house.db;
  const counting: typeof query = async (text, params) => {
    statements.begun++;
    await statements.held();
    return await query(text, params);
  };
  Object.assign(house.db, { query: counting });
  await house.app.listen({ host: '127.0.0.1', port: 0 });
  statements.begun = 0;
});
afterEach(async () => {
  statements.held = async () => undefined;
  await house.close();
});

const ask = (method = 'GET') => {
  const client = request({
    host: '127.0.0.1',
    port: (house.app.server.address() as AddressInfo).port,
    path: `${resourceRoot}/Bulk/bulkone`,
    method,
    agent: false,
    headers: { authorization: `Bearer ${house.tokens.client}` },
  });
  client.on('error', () => undefined);
  client.end();
  return client;
};
const errors = () => house.log.filter(({ level }) => level === 'error').map(({ message }) => message);

/** Whatever was asked for, nothing more is read for it. */
async function expectQuiet(): Promise<void> {
  await expect.poll(() => slots.taken()).toBe(0);
  // What is written down about a request is written behind its answer.
  await pause(500);
  const { begun } = statements;
  await pause(500);
  expect(statements.begun).toBe(begun);
}

it.each(['GET', 'HEAD'])('a reader that goes away ends the planning of its feed: %s', async (method) => {
  statements.held = () => pause(20);
  const client = ask(method);
  await expect.poll(() => statements.begun, { interval: 5 }).toBeGreaterThan(8);
  client.destroy();
  await expectQuiet();
  expect(statements.begun).toBeLessThan(30);
  expect(errors()).toEqual([]);
});

it('a slot is taken as long as something is worked out for a reader that is gone', async () => {
  let open = (): void => undefined;
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  statements.held = () => (statements.begun > 8 ? gate : Promise.resolve());
  const client = ask();
  await expect.poll(() => statements.begun).toBeGreaterThan(8);
  client.destroy();
  await pause(200);
  expect(slots.taken()).toBe(1);
  open();
  await expectQuiet();
});

it('what was given up with 504 is not planned further', async () => {
  statements.held = () => pause(statements.begun < 8 ? 5 : 200);
  const status = await new Promise((resolve) => {
    ask().on('response', (response) => {
      response.resume();
      resolve(response.statusCode);
    });
  });
  expect(status).toBe(504);
  await expectQuiet();
  expect(statements.begun).toBeLessThan(30);
  expect(errors()).toEqual(['request failed']);
});

it('who stays has the feed', async () => {
  const answer = await house.fetch('/Bulk/bulkone', { token: house.tokens.client });
  expect(answer.status).toBe(200);
  await expect.poll(() => slots.taken()).toBe(0);
  expect(statements.begun).toBeGreaterThan(60);
});
