import { afterAll, beforeAll, expect, it } from 'vitest';
import { type House, openHouse } from '../../support/house.ts';

let house: House;
let slug = '';
beforeAll(async () => {
  house = await openHouse();
  [{ slug }] = (await house.db.query<{ slug: string }>('select slug from utility')) as [{ slug: string }];
});
afterAll(async () => await house.close());

const metadata = async (path: string): Promise<Record<string, unknown>> => {
  const answer = await house.fetchRoot(path);
  expect([path, answer.status, answer.headers['content-type']]).toEqual([
    path,
    200,
    'application/json; charset=utf-8',
  ]);
  return answer.json() as unknown as Record<string, unknown>;
};

it('stands where RFC 8414 inserts, and where many clients append', async () => {
  for (const [path, issuer] of [
    ['', 'https://dc.example/DataCustodian'],
    [`/${slug}`, `https://dc.example/DataCustodian/${slug}`],
  ] as const) {
    const inserted = await metadata(`/.well-known/oauth-authorization-server/DataCustodian${path}`);
    expect(await metadata(`/DataCustodian${path}/.well-known/oauth-authorization-server`)).toEqual(inserted);
    expect(inserted).toMatchObject({
      issuer,
      token_endpoint: `${issuer}/oauth/token`,
      authorization_endpoint: `${issuer}/oauth/authorize`,
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
      response_types_supported: ['code'],
    });
  }
});

it('every endpoint that it names is there', async () => {
  const named = await metadata('/.well-known/oauth-authorization-server/DataCustodian');
  for (const [name, value] of Object.entries(named).filter(([name]) => name.endsWith('_endpoint'))) {
    const { status } = await house.fetchRoot(String(value).replace('https://dc.example', ''));
    expect([name, status]).toEqual([name, 401]);
  }
});

it('the protected resource names its authorization servers (RFC 9728)', async () => {
  const resource = await metadata('/.well-known/oauth-protected-resource/DataCustodian/espi/1_1/resource');
  expect(resource).toMatchObject({
    resource: 'https://dc.example/DataCustodian/espi/1_1/resource',
    authorization_servers: ['https://dc.example/DataCustodian'],
    bearer_methods_supported: ['header'],
  });
  await house.db.query(
    `insert into utility (slug, name, time_zone, currency) values ('second', 'Second', 'America/Toronto', 124)`,
  );
  const both = await metadata('/.well-known/oauth-protected-resource');
  expect(both.authorization_servers).toEqual(
    ['second', slug].sort().map((name) => `https://dc.example/DataCustodian/${name}`),
  );
  expect(
    (await house.fetchRoot('/.well-known/oauth-authorization-server/DataCustodian/nowhere')).status,
  ).toBe(404);
});
