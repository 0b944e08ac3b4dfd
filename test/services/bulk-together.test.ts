import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createAuthorization } from '../../src/services/authorization/create-authorization.ts';
import { issueToken } from '../../src/services/authorization/issue-token.ts';
import { bulkEntriesOf } from '../support/bulk-entries.ts';
import { type BulkClient, findBulkClient } from '../support/bulk-house.ts';
import { type House, openHouse } from '../support/house.ts';

let house: House;
let client: BulkClient;
beforeEach(async () => {
  house = await openHouse();
  client = await findBulkClient(house);
});
afterEach(async () => await house.close());

const wide = 'FB=1_3_4_5_13_15_16_37_39';
const narrow = 'FB=1_3_4_5_13_39';

async function grant(meters: readonly string[], input: object = {}) {
  const { id, uid } = await createAuthorization(house, {
    utilityId: client.utilityId,
    clientId: client.id,
    meters,
    scope: wide,
    ...input,
  });
  const { token } = await issueToken(house, {
    kind: 'access_token',
    clientId: client.id,
    authorizationId: id,
  });
  return { uid, token };
}

const below = (uid: string, xml: string): string[] =>
  bulkEntriesOf(xml)
    .filter(({ self }) => self.startsWith(`/Subscription/${uid}/`))
    .map((entry) => entry.xml.replace('</feed>\n', ''));

it('a bulk holds of each Authorization what its own batch holds, whoever shares a meter or a reach', async () => {
  const start = Date.UTC(2026, 2, 7) / 1000;
  const granted = [
    await grant(['home-electric', 'home-gas']),
    await grant(['home-electric']),
    await grant(['home-electric', 'flat-electric'], { scope: narrow }),
    await grant(['flat-electric'], { dataStart: start }),
    await grant(['home-electric'], { dataStart: start }),
    await grant(['home-electric'], { scope: `${wide};BlockDuration=monthly` }),
    await grant(['flat-electric'], { scope: `${wide};BlockDuration=monthly` }),
  ];
  for (const query of ['', '?published-min=2026-03-06T00:00:00Z&published-max=2026-03-08T00:00:00Z']) {
    const bulk = await house.fetch(`/Bulk/bulkone${query}`, { token: house.tokens.client });
    expect(bulk.status).toBe(200);
    for (const { uid, token } of granted) {
      const batch = await house.fetch(`/Batch/Subscription/${uid}${query}`, { token });
      expect(below(uid, bulk.text)).toEqual(below(uid, batch.text));
    }
    expect(granted.some(({ uid }) => below(uid, bulk.text).length > 3)).toBe(true);
  }
});

it('more Authorizations of the same reach take no more statements', async () => {
  const statements = async (): Promise<number> => {
    const query = vi.spyOn(house.db, 'query');
    await house.fetch('/Bulk/bulkone', { token: house.tokens.client });
    const { length } = query.mock.calls;
    query.mockRestore();
    return length;
  };
  for (let i = 0; i < 3; i++) await grant(['flat-electric']);
  const few = await statements();
  for (let i = 0; i < 9; i++) await grant(['flat-electric']);
  expect(await statements()).toBe(few);
});
