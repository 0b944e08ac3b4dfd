import { createHash, X509Certificate } from 'node:crypto';
import { BlockList, isIP } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { FastifyRequest } from 'fastify';
import { AppError } from '../platform/errors.ts';
import type { ClientCertificate } from '../services/authorization/client-certificate.ts';

/** A proxy that ends TLS and hands the client's certificate on. */
export interface CertificateProxy {
  /** Addresses of proxies that may do so, or networks such as `10.0.0.0/8`. From others the header is ignored. */
  readonly addresses: readonly string[];
  /** The header that holds the certificate: PEM, percent-encoded or not. */
  readonly header: string;
  /** The header that says whether the proxy trusts it: `SUCCESS` when it does. */
  readonly verifiedHeader: string;
}

/** How the client certificate of a request is found; undefined when it has none. */
export type FindCertificate = (request: FastifyRequest) => ClientCertificate | undefined;

function certificateOf(x509: X509Certificate, authorized: boolean): ClientCertificate {
  return {
    sha256: createHash('sha256').update(x509.raw).digest('hex'),
    authorized,
    names: (host) => x509.checkHost(host) !== undefined,
  };
}

/** What the names of networks stand for, as in `X-Forwarded-For`. */
const namedNetworks: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
};

function blockListOf(addresses: readonly string[]): BlockList {
  const list = new BlockList();
  for (const entry of addresses.flatMap((name) => namedNetworks[name] ?? [name])) {
    const [address = '', prefix] = entry.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (isIP(address) === 0)
      throw new AppError('invalid_config', `"${entry}" is no IP address or network of a trusted proxy.`);
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  return list;
}

const isTrusted = (list: BlockList, address: string | undefined): boolean => {
  if (address === undefined) return false;
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '');
  return list.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
};

function fromHeader(
  request: FastifyRequest,
  { header, verifiedHeader }: CertificateProxy,
): ClientCertificate | undefined {
  const value = request.headers[header.toLowerCase()];
  if (typeof value !== 'string' || value === '') return undefined;
  try {
    const pem = value.includes('%') ? decodeURIComponent(value) : value;
    const body = pem.replace(/-----[A-Z ]+-----/g, '').replace(/\s+/g, '');
    const x509 = new X509Certificate(Buffer.from(body, 'base64'));
    return certificateOf(x509, request.headers[verifiedHeader.toLowerCase()] === 'SUCCESS');
  } catch {
    // What is no certificate is none: whoever needs one is refused.
    return undefined;
  }
}

/**
 * Finds client certificates on the TLS connection itself, and, for connections from a trusted proxy, in the header
 * that the proxy writes.
 *
 * @throws AppError `invalid_config` for an address that is none.
 */
export function certificateFinder(proxy: CertificateProxy | undefined): FindCertificate {
  const trusted = proxy === undefined ? undefined : blockListOf(proxy.addresses);
  return (request) => {
    const { socket } = request.raw;
    if (socket instanceof TLSSocket) {
      const x509 = socket.getPeerX509Certificate();
      if (x509 !== undefined) return certificateOf(x509, socket.authorized);
    }
    if (proxy === undefined || trusted === undefined || !isTrusted(trusted, socket.remoteAddress))
      return undefined;
    return fromHeader(request, proxy);
  };
}
