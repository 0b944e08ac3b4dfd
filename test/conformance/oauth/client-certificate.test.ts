import { X509Certificate } from 'node:crypto';
import { request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createApp } from '../../../src/http/app.ts';
import { makeCertificates, type TestCertificate } from '../../support/certificates.ts';
import { type House, openHouse, publicUrl } from '../../support/house.ts';
import {
  basic,
  type OauthThirdParty,
  oauthThirdParty,
  obtainCode,
  redirectUri,
} from '../../support/oauth.ts';

const certificates = makeCertificates();
if (certificates === undefined) console.warn('There is no openssl here: mutual TLS is not tested.');

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

describe.skipIf(certificates === undefined)('mutual TLS', () => {
  if (certificates === undefined) return;
  let house: House;
  let client: OauthThirdParty;
  let secure: FastifyInstance;
  let proxied: FastifyInstance;
  const secretKey = Buffer.alloc(32, 7);
  const log = { info: () => undefined, error: () => undefined };

  beforeAll(async () => {
    house = await openHouse();
    client = await oauthThirdParty(house.db, { secret: 'one' });
    const common = { db: house.db, clock: house.clock, publicUrl, secretKey, log };
    const { key, cert } = certificates.server;
    secure = await createApp({ ...common, tls: { key, cert, clientCa: certificates.authority } });
    await secure.listen({ host: '127.0.0.1', port: 0 });
    proxied = await createApp({
      ...common,
      certificateProxy: {
        addresses: ['127.0.0.1', '10.0.0.0/8'],
        header: 'X-Client-Cert',
        verifiedHeader: 'X-Client-Verify',
      },
    });
    await proxied.ready();
  });
  beforeEach(async () => {
    await house.db.query('delete from throttle');
  });
  afterAll(async () => {
    await secure.close();
    await proxied.close();
    await house.close();
  });

  const require = async (mode: string, value: string | null): Promise<void> => {
    await house.db.query('update client set mtls_mode = $2, mtls_value = $3 where id = $1', [
      client.id,
      mode,
      value,
    ]);
  };
  const fingerprint = ({ cert }: TestCertificate): string => new X509Certificate(cert).fingerprint256;

  async function ask(
    path: string,
    headers: Record<string, string>,
    shown?: TestCertificate,
    body?: string,
  ): Promise<Answer> {
    const { port } = secure.server.address() as AddressInfo;
    return await new Promise((resolve, reject) => {
      const sent = httpsRequest(
        {
          host: '127.0.0.1',
          port,
          path,
          method: body === undefined ? 'GET' : 'POST',
          headers,
          ca: certificates?.authority,
          servername: 'localhost',
          agent: false,
          ...(shown === undefined ? {} : shown),
        },
        (answer) => {
          let text = '';
          answer.on('data', (piece) => {
            text += String(piece);
          });
          answer.on('end', () =>
            resolve({
              status: answer.statusCode ?? 0,
              body: text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {},
            }),
          );
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });
  }

  const token = (shown?: TestCertificate, form = 'grant_type=client_credentials'): Promise<Answer> =>
    ask(
      '/DataCustodian/oauth/token',
      { authorization: basic(client), 'content-type': 'application/x-www-form-urlencoded' },
      shown,
      form,
    );
  const read = (path: string, bearer: unknown, shown?: TestCertificate): Promise<Answer> =>
    ask(`/DataCustodian/espi/1_1/resource${path}`, { authorization: `Bearer ${String(bearer)}` }, shown);

  it('pinned: this certificate, whoever signed it, at the token endpoint and with the token', async () => {
    await require('pinned', fingerprint(certificates.selfSigned));
    expect((await token()).body.error).toBe('invalid_client');
    expect((await token(certificates.signed)).status).toBe(401);
    const answer = await token(certificates.selfSigned);
    expect(answer.status).toBe(200);
    const { access_token: bearer } = answer.body;
    expect((await read('/ReadServiceStatus', bearer, certificates.selfSigned)).status).toBe(200);
    expect((await read('/ReadServiceStatus', bearer, certificates.signed)).status).toBe(401);
    expect((await read('/ReadServiceStatus', bearer)).status).toBe(401);
  });

  it('by authority: a certificate of a trusted authority for the registered name', async () => {
    await require('ca', 'app.example');
    for (const [shown, status] of [
      [certificates.signed, 200],
      [certificates.otherName, 401],
      [certificates.selfSigned, 401],
      [undefined, 401],
    ] as const)
      expect((await token(shown)).status).toBe(status);
  });

  it("binds the customer's token, too", async () => {
    await require('pinned', fingerprint(certificates.signed));
    const { code, authorizationUid } = await obtainCode(house, client);
    const form = new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: redirectUri });
    const { body } = await token(certificates.signed, form.toString());
    const path = `/Batch/Subscription/${authorizationUid}?max-results=1`;
    expect((await read(path, body.access_token, certificates.signed)).status).toBe(200);
    expect((await read(path, body.access_token)).status).toBe(401);
  });

  it('a registration that needs none takes any, and binds nothing', async () => {
    await require('none', null);
    const { body } = await token(certificates.signed);
    expect((await read('/ReadServiceStatus', body.access_token)).status).toBe(200);
  });

  it('a header is believed from the configured proxy alone', async () => {
    await require('ca', 'app.example');
    const ask = async (app: FastifyInstance, remoteAddress: string, headers: Record<string, string>) =>
      (
        await app.inject({
          method: 'POST',
          url: '/DataCustodian/oauth/token',
          remoteAddress,
          headers: {
            authorization: basic(client),
            'content-type': 'application/x-www-form-urlencoded',
            ...headers,
          },
          payload: 'grant_type=client_credentials',
        })
      ).statusCode;
    const cert = { 'x-client-cert': encodeURIComponent(certificates.signed.cert) };
    const verified = { ...cert, 'x-client-verify': 'SUCCESS' };
    expect(await ask(proxied, '127.0.0.1', verified)).toBe(200);
    expect(await ask(proxied, '::ffff:10.1.2.3', verified)).toBe(200);
    expect(await ask(proxied, '127.0.0.1', cert)).toBe(401);
    expect(await ask(proxied, '192.0.2.9', verified)).toBe(401);
    expect(await ask(house.app, '127.0.0.1', verified)).toBe(401);
    expect(await ask(proxied, '127.0.0.1', { ...verified, 'x-client-cert': 'garbage' })).toBe(401);
    await require('none', null);
  });
});
