import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadCertificates } from '../../src/config/load-certificates.ts';

type Given = Parameters<typeof loadCertificates>[0];

let folder: string;
const pem = '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n';
const at = (name: string): string => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'meterhouse-pem-'));
  for (const name of ['key', 'cert', 'ca']) writeFileSync(at(name), pem);
  writeFileSync(at('text'), 'hello');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const config = (given: Partial<Given>): Given => ({
  tlsKeyPath: undefined,
  tlsCertificatePath: undefined,
  clientAuthoritiesPath: undefined,
  clientCertificateHeader: undefined,
  clientVerifiedHeader: 'X-SSL-Client-Verify',
  trustedProxies: undefined,
  ...given,
});

it('gives nothing where nothing is set', async () => {
  expect(await loadCertificates(config({ trustedProxies: ['loopback'] }))).toEqual({});
});

it('reads the files, and names the proxies', async () => {
  const given = config({
    tlsKeyPath: at('key'),
    tlsCertificatePath: at('cert'),
    clientAuthoritiesPath: at('ca'),
    clientCertificateHeader: 'X-Cert',
    trustedProxies: ['10.0.0.1'],
  });
  expect(await loadCertificates(given)).toEqual({
    tls: { key: pem, cert: pem, clientCa: pem },
    certificateProxy: { addresses: ['10.0.0.1'], header: 'X-Cert', verifiedHeader: 'X-SSL-Client-Verify' },
  });
});

it.each<[string, () => Partial<Given>, RegExp]>([
  ['a key alone', () => ({ tlsKeyPath: at('key') }), /or neither/],
  [
    'a header without proxies',
    () => ({ clientCertificateHeader: 'X-Cert' }),
    /needs METERHOUSE_TRUSTED_PROXIES/,
  ],
  [
    'a file that is not there',
    () => ({ tlsKeyPath: at('nowhere'), tlsCertificatePath: at('cert') }),
    /METERHOUSE_TLS_KEY: .* cannot be read/,
  ],
  [
    'a file that is no PEM',
    () => ({ tlsKeyPath: at('key'), tlsCertificatePath: at('text') }),
    /METERHOUSE_TLS_CERTIFICATE: .* holds no PEM/,
  ],
])('refuses %s', async (_, given, words) => {
  await expect(loadCertificates(config(given()))).rejects.toMatchObject({
    code: 'invalid_config',
    message: expect.stringMatching(words),
  });
});
