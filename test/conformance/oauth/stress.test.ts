import { afterAll, beforeAll, expect, it } from 'vitest';
import { endAuthorization } from '../../../src/services/authorization/end-authorization.ts';
import { testDatabaseKind } from '../../support/database.ts';
import { type House, openHouse } from '../../support/house.ts';
import {
  batchStatus,
  type OauthThirdParty,
  oauthThirdParty,
  obtainCode,
  post,
  redirectUri,
  refresh,
} from '../../support/oauth.ts';

/** PGlite has one connection: what happens at once there happens one after the other, and few rounds are enough. */
const rounds = testDatabaseKind === 'postgres' ? 150 : 10;
const atOnce = 6;

let house: House;
let client: OauthThirdParty;
beforeAll(async () => {
  house = await openHouse();
  client = await oauthThirdParty(house.db, { secret: 'one' });
});
afterAll(async () => await house.close());

/** Numbers between 0 and 1 that are the same in every run. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

interface Round {
  readonly answers: readonly number[];
  readonly alive: number;
}

async function round(number: number): Promise<Round> {
  const random = sequence(number + 1);
  const { code, authorizationUid: uid } = await obtainCode(house, client);
  const exchange = () =>
    post(house, { client, form: { grant_type: 'authorization_code', code, redirect_uri: redirectUri } });
  const first = (await exchange()).json();
  const given: string[] = [first.access_token];
  const refreshTokens: string[] = [first.refresh_token ?? ''];
  const keep = async (answering: ReturnType<typeof post>): Promise<number> => {
    const answer = await answering;
    if (answer.status === 200) {
      given.push(answer.json().access_token);
      refreshTokens.push(answer.json().refresh_token ?? '');
    }
    return answer.status;
  };
  const deeds: (() => Promise<number>)[] = [
    () => keep(refresh(house, client, first.refresh_token ?? '')),
    () => keep(refresh(house, client, first.refresh_token ?? '')),
    async () => {
      await endAuthorization(house, { uid, cause: 'customer', actor: { kind: 'customer' } });
      return 200;
    },
    async () =>
      (
        await post(house, {
          client,
          path: '/DataCustodian/oauth/revoke',
          form: { token: first.refresh_token ?? '' },
        })
      ).status,
    () => keep(exchange()),
    () => batchStatus(house, uid, first.access_token),
    () => batchStatus(house, uid, first.access_token),
  ];
  const shuffled = deeds
    .map((deed) => ({ deed, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ deed }) => deed());
  const answers = await Promise.all(shuffled);
  let alive = 0;
  for (const token of given) if ((await batchStatus(house, uid, token)) !== 401) alive++;
  for (const token of refreshTokens) if ((await refresh(house, client, token)).status === 200) alive++;
  return { answers, alive };
}

it(`of ${rounds} authorizations on which everything happens at once, nothing fails and no token stays alive`, async () => {
  const queue = Array.from({ length: rounds }, (_, number) => number);
  const results: Round[] = [];
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift())
        results.push(await round(next));
    }),
  );
  expect(results.length).toBe(rounds);
  expect(results.flatMap(({ answers }) => answers).filter((status) => status >= 500)).toEqual([]);
  expect(results.map(({ alive }) => alive)).toEqual(results.map(() => 0));
  expect(house.log.filter(({ level }) => level === 'error')).toEqual([]);
}, 240_000);
