import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A key and its certificate, PEM. */
export interface TestCertificate {
  readonly key: string;
  readonly cert: string;
}

/** Certificates for tests of mutual TLS: an authority, what it signed, and one that signed itself. */
export interface TestCertificates {
  readonly authority: string;
  readonly server: TestCertificate;
  /** For `app.example`, by the authority. */
  readonly signed: TestCertificate;
  /** For `other.example`, by the authority. */
  readonly otherName: TestCertificate;
  /** For `app.example`, by itself. */
  readonly selfSigned: TestCertificate;
}

const program = 'openssl';

/** Makes them with the openssl of this machine; undefined when it has none. */
export function makeCertificates(): TestCertificates | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'meterhouse-certificates-'));
  const openssl = (...args: string[]): void => {
    execFileSync(program, args, { cwd: folder, stdio: 'ignore' });
  };
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  try {
    openssl(
      'req',
      '-x509',
      ...newKey,
      '-keyout',
      'ca.key',
      '-out',
      'ca.pem',
      '-subj',
      '/CN=Test CA',
      '-days',
      '30',
    );
    const signed = (name: string, host: string): TestCertificate => {
      openssl('req', ...newKey, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${host}`);
      writeFileSync(join(folder, `${name}.ext`), `subjectAltName=DNS:${host}\n`);
      const ca = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', `${name}.ext`];
      openssl('x509', '-req', '-in', `${name}.csr`, ...ca, '-out', `${name}.pem`, '-days', '30');
      return { key: read(`${name}.key`), cert: read(`${name}.pem`) };
    };
    const alone = ['-keyout', 'self.key', '-out', 'self.pem', '-subj', '/CN=app.example', '-days', '30'];
    openssl('req', '-x509', ...newKey, ...alone, '-addext', 'subjectAltName=DNS:app.example');
    return {
      authority: read('ca.pem'),
      server: signed('server', 'localhost'),
      signed: signed('signed', 'app.example'),
      otherName: signed('other', 'other.example'),
      selfSigned: { key: read('self.key'), cert: read('self.pem') },
    };
  } catch {
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
