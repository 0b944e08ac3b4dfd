import { readFile } from 'node:fs/promises';
import { AppError } from '../platform/errors.ts';
import type { Config } from './options.ts';

/** What of mutual TLS is configured. */
export interface LoadedCertificates {
  /** PEM. */
  readonly tls?: { readonly key: string; readonly cert: string; readonly clientCa?: string };
  readonly certificateProxy?: {
    readonly addresses: readonly string[];
    readonly header: string;
    readonly verifiedHeader: string;
  };
}

async function readPem(name: string, path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new AppError('invalid_config', `${name}: ${path} cannot be read.`, { cause: error });
  });
  if (!text.includes('-----BEGIN ')) throw new AppError('invalid_config', `${name}: ${path} holds no PEM.`);
  return text;
}

/**
 * Reads the key, the certificate and the authorities of this server, and which proxies hand client certificates on.
 *
 * @throws AppError `invalid_config` when a file cannot be read, or one option needs another.
 */
export async function loadCertificates(
  config: Pick<
    Config,
    | 'tlsKeyPath'
    | 'tlsCertificatePath'
    | 'clientAuthoritiesPath'
    | 'clientCertificateHeader'
    | 'clientVerifiedHeader'
    | 'trustedProxies'
  >,
): Promise<LoadedCertificates> {
  const { tlsKeyPath, tlsCertificatePath, clientAuthoritiesPath, clientCertificateHeader, trustedProxies } =
    config;
  if ((tlsKeyPath === undefined) !== (tlsCertificatePath === undefined))
    throw new AppError(
      'invalid_config',
      'Set METERHOUSE_TLS_KEY and METERHOUSE_TLS_CERTIFICATE, or neither.',
    );
  if (clientCertificateHeader !== undefined && trustedProxies === undefined)
    throw new AppError(
      'invalid_config',
      'METERHOUSE_CLIENT_CERTIFICATE_HEADER needs METERHOUSE_TRUSTED_PROXIES: the header is believed from them alone.',
    );
  const tls =
    tlsKeyPath === undefined || tlsCertificatePath === undefined
      ? {}
      : {
          tls: {
            key: await readPem('METERHOUSE_TLS_KEY', tlsKeyPath),
            cert: await readPem('METERHOUSE_TLS_CERTIFICATE', tlsCertificatePath),
            ...(clientAuthoritiesPath === undefined
              ? {}
              : { clientCa: await readPem('METERHOUSE_CLIENT_AUTHORITIES', clientAuthoritiesPath) }),
          },
        };
  if (clientCertificateHeader === undefined || trustedProxies === undefined) return tls;
  return {
    ...tls,
    certificateProxy: {
      addresses: trustedProxies,
      header: clientCertificateHeader,
      verifiedHeader: config.clientVerifiedHeader,
    },
  };
}
