import type { OauthClient } from '../../../storage/oauth-clients.ts';
import type { ClientCertificate } from '../client-certificate.ts';
import type { TokenParameters } from '../token-parameters.ts';

/** A request to the token endpoint of a third party that has been recognised. */
export interface TokenRequest {
  readonly client: OauthClient;
  readonly parameters: TokenParameters;
  readonly certificate?: ClientCertificate | undefined;
}
