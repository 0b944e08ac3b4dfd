import { afterAll, beforeAll, expect, it } from 'vitest';
import { expandPath, resources } from '../../../src/espi/resources.ts';
import { sha256 } from '../../../src/platform/hash.ts';
import { insertToken } from '../../../src/storage/tokens.ts';
import { type House, openHouse } from '../../support/house.ts';
import { ownPath, paramsFor } from '../../support/paths.ts';

let house: House;
const token = 'personal-api-token-of-third-party-one';
beforeAll(async () => {
  house = await openHouse();
  const [row] = await house.db.query<{ id: number }>(`select id from client where uid = 'clientone'`);
  await insertToken(house.db, {
    hash: sha256(token),
    kind: 'api_token',
    clientId: row?.id ?? 0,
    issued: house.clock.now(),
    name: 'dashboard',
    lastFour: 'eone',
  });
});
afterAll(async () => await house.close());

/** Collections without an authorization in their path: nobody knows whose are meant. */
const ofNobody = ['LocalTimeParameters feed', 'ReadingType feed'];

it.each(
  resources
    .filter((row) => row.token !== 'registration_access_token' && !ofNobody.includes(row.name))
    .map((row) => [row.name, row] as const),
)('%s: reads what its third party, or that authorization, may read', async (_, row) => {
  const own = row.token === 'client_access_token' ? house.tokens.client : house.tokens.full;
  const expected = await house.fetch(ownPath(row), { token: own });
  const answer = await house.fetch(ownPath(row), { token });
  expect([answer.status, expected.status]).toEqual([200, 200]);
  // A ReadingType is related to the series of one authorization: which one is not said in its path.
  const anyone = (text: string): string =>
    row.name === 'ReadingType entry' ? text.replace(/Subscription\/auth\w+/g, 'Subscription/any') : text;
  expect(anyone(answer.text)).toBe(anyone(expected.text));
});

it('acts for each authorization of its third party, with the scope of each', async () => {
  const status = async (path: string) => (await house.fetch(path, { token })).status;
  for (const name of ['full', 'intervals', 'bills', 'bob'])
    expect([name, await status(`/Batch/Subscription/auth${name}`)]).toEqual([name, 200]);
  expect(await status('/Batch/RetailCustomer/authintervals')).toBe(403);
  expect(await status('/Batch/RetailCustomer/authbob')).toBe(200);
});

it('not for ended ones, nor for those of others, nor for the registration', async () => {
  const status = async (path: string) => (await house.fetch(path, { token })).status;
  expect(await status('/Batch/Subscription/authended')).toBe(404);
  expect(await status('/Batch/Subscription/authrevoked')).toBe(404);
  expect(await status('/Batch/Subscription/authbeta')).toBe(404);
  expect(await status('/Bulk/bulktwo')).toBe(404);
  expect(await status('/ApplicationInformation/clientone')).toBe(403);
  const bare = resources.find(({ name }) => name === 'ReadingType entry');
  const foreign = expandPath(bare?.path ?? '', {
    ...paramsFor(resources[0] ?? never()),
    type_uid: 'typebare00',
  });
  expect(await status(foreign)).toBe(404);
});

function never(): never {
  throw new Error('the table is empty');
}

it('ends an authorization, as the client token does, and is revoked at once', async () => {
  const answer = await house.fetch('/Authorization/authbills', { token, method: 'DELETE' });
  expect(answer.status).toBe(200);
  expect((await house.fetch('/Batch/Subscription/authbills', { token })).status).toBe(404);
  await house.db.query('update token set revoked = $2 where hash = $1', [sha256(token), house.clock.now()]);
  expect((await house.fetch('/ReadServiceStatus', { token })).status).toBe(401);
});
