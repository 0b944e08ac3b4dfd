import type { OauthClient } from '../../storage/oauth-clients.ts';
import { RefusedError } from './refusal.ts';

/** The client certificate of a connection. */
export interface ClientCertificate {
  /** SHA-256 of the certificate as it was sent (DER), in lower-case hex. */
  readonly sha256: string;
  /** Whether it leads to an authority that this server trusts. */
  readonly authorized: boolean;
  /** Whether it names this host (subjectAltName). */
  readonly names: (host: string) => boolean;
}

const plainHex = (text: string): string => text.replaceAll(':', '').toLowerCase();

function fits({ mtlsMode, mtlsValue }: OauthClient, certificate: ClientCertificate): boolean {
  if (mtlsValue === null) return false;
  return mtlsMode === 'pinned'
    ? certificate.sha256 === plainHex(mtlsValue)
    : certificate.authorized && certificate.names(mtlsValue);
}

/**
 * Checks the certificate that a registration asks for: the one that is pinned, or one of a trusted authority for the
 * registered name. A registration that asks for none takes any.
 *
 * @throws RefusedError `invalid_client`.
 * @see RFC 8705 section 2
 */
export function checkCertificate(client: OauthClient, certificate: ClientCertificate | undefined): void {
  if (client.mtlsMode === 'none') return;
  if (certificate !== undefined && fits(client, certificate)) return;
  throw new RefusedError(
    'invalid_client',
    certificate === undefined
      ? 'This registration must show its client certificate.'
      : 'The client certificate is not the one of this registration.',
    { refusal: { code: 'certificate_wrong' } },
  );
}

/** The certificate to which a new token of this third party is bound. */
export const boundCertificate = (
  { mtlsMode }: Pick<OauthClient, 'mtlsMode'>,
  certificate: ClientCertificate | undefined,
): string | undefined => (mtlsMode === 'none' ? undefined : certificate?.sha256);
