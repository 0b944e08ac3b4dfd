/** Options of mutual TLS, which a registration may need. Rows of the table in `options.ts`. */
import { option } from './option.ts';
import { text } from './parsers.ts';

const path = { parse: text, accepted: 'the path of a PEM file', since: '0.1.0' } as const;
const header = { parse: text, accepted: 'the name of a header', since: '0.1.0' } as const;

export const certificateOptions = {
  tlsKeyPath: option({
    ...path,
    name: 'METERHOUSE_TLS_KEY',
    defaultWords: 'none: plain HTTP, for a proxy that ends TLS',
    description:
      'Private key of this server. With METERHOUSE_TLS_CERTIFICATE it speaks HTTPS itself, and takes client certificates.',
  }),
  tlsCertificatePath: option({
    ...path,
    name: 'METERHOUSE_TLS_CERTIFICATE',
    defaultWords: 'none: plain HTTP, for a proxy that ends TLS',
    description: 'Certificate of this server, with those between it and its authority.',
  }),
  clientAuthoritiesPath: option({
    ...path,
    name: 'METERHOUSE_CLIENT_AUTHORITIES',
    defaultWords: 'the authorities that Node trusts',
    description:
      'Authorities whose client certificates count for registrations that must show one of a trusted authority.',
  }),
  clientCertificateHeader: option({
    ...header,
    name: 'METERHOUSE_CLIENT_CERTIFICATE_HEADER',
    defaultWords: 'none: client certificates come with the connection alone',
    description:
      'Header in which METERHOUSE_TRUSTED_PROXIES hand on the certificate of the client, as PEM. From others it is ignored; the proxies must remove it from what clients send.',
    example: 'X-SSL-Client-Cert',
  }),
  clientVerifiedHeader: option({
    ...header,
    name: 'METERHOUSE_CLIENT_VERIFIED_HEADER',
    default: 'X-SSL-Client-Verify',
    description:
      'Header in which these proxies say `SUCCESS` when they trust the authority of that certificate.',
  }),
} as const;
