import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRequestRecorder } from '../../src/services/reporting/request-recorder.ts';
import type { Database } from '../../src/storage/database.ts';
import { openHouse } from '../support/house.ts';
import { oauthThirdParty } from '../support/oauth.ts';

let db: Database;
let clientId: number;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ db, close } = await openHouse());
  clientId = (await oauthThirdParty(db, { secret: 'one' })).id;
});
afterAll(() => close());

const requestOf = (number: number) => ({
  owner: { clientId, authorizationUid: undefined, tokenKind: undefined },
  at: number,
  method: 'GET',
  path: `/${number}`,
  status: 200,
  milliseconds: 1,
  bytes: 1,
  requestId: `r${number}`,
});

it('waits for many again after the database was slow, and writes each request once, in order', async () => {
  let transactions = 0;
  let recorded = 0;
  let goOn = true;
  let letGo = (): void => undefined;
  const slow = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await using recorder = createRequestRecorder({
    db: {
      ...db,
      transaction: async (work) => {
        transactions++;
        await slow;
        // One more comes with each that is written while the first ones are.
        if (goOn && transactions > 1 && recorded < 3600) recorder.record(requestOf(recorded++));
        return await db.transaction(work);
      },
    },
    onError: (error) => expect.fail(String(error)),
  });
  for (; recorded < 1000; recorded++) recorder.record(requestOf(recorded));
  await new Promise((resolve) => setImmediate(resolve));
  expect(transactions).toBe(1);
  for (; recorded < 3500; recorded++) recorder.record(requestOf(recorded));
  letGo();
  await recorder.flush();
  expect(transactions).toBe(2);
  goOn = false;
  await recorder.flush();
  expect(transactions).toBe(3);
  const rows = await db.query<{ path: string }>('select path from request_log order by id');
  expect(rows.map(({ path }) => path)).toEqual(Array.from({ length: 3501 }, (_, i) => `/${i}`));
});
