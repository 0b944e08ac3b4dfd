import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../../src/storage/database.ts';
import { insertRequestLogRows, type RequestLogRow } from '../../src/storage/request-log.ts';
import { openHouse } from '../support/house.ts';
import { oauthThirdParty } from '../support/oauth.ts';

let db: Database;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ db, close } = await openHouse());
});
afterAll(() => close());

const request = (clientId: number, requestId: string): RequestLogRow => ({
  clientId,
  authorizationUid: undefined,
  at: 1_790_000_000_000,
  method: 'GET',
  path: '/DataCustodian/espi/1_1/resource/Übersicht?published-min=…',
  status: 401,
  ms: 3,
  bytes: 2 ** 40,
  tokenKind: undefined,
  requestId,
  refusal: 'token_expired',
  refusalFacts: { at: '1790000000000', wörter: ['€', null] },
});

const write = (rows: readonly RequestLogRow[]): Promise<void> =>
  db.transaction((tx) => insertRequestLogRows(tx, rows));

const logged = (): Promise<unknown[]> =>
  db.query(
    `select client_id as client, authorization_uid as uid, at, method, path, status, ms, bytes, token_kind as kind,
       request_id as request, refusal, refusal_facts as facts from request_log order by id`,
  );

it('writes all that is known of requests, but not those of third parties that are gone', async () => {
  const { id } = await oauthThirdParty(db, { secret: 'gone' });
  const gone = id + 1_000_000;
  await write([request(gone, 'first'), request(id, 'second'), request(gone, 'third')]);
  await write([request(gone, 'fourth')]);
  const { clientId, authorizationUid, tokenKind, requestId, refusalFacts, ...same } = request(id, 'second');
  expect(await logged()).toEqual([
    { ...same, client: id, uid: null, kind: null, request: 'second', facts: refusalFacts },
  ]);
});
