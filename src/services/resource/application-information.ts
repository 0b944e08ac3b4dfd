import { resourceRoot } from '../../espi/resources.ts';
import type { ApplicationInformation } from '../../espi/schema/usage.ts';
import type { ClientView } from '../../storage/client-views.ts';
import { noNotifyUri, noRedirectUri } from '../registration/absent-address.ts';

/** What a third party says of itself; every element may be missing. */
type Given = Partial<ApplicationInformation>;

/** What the custodian adds. */
export interface CustodianFacts {
  readonly publicUrl: string;
  readonly utilitySlug: string;
  readonly clientSecret: string;
  /** The token of the request: it is stored only as a hash. */
  readonly registrationToken: string;
}

/** Where the custodian stands with an application. @see espi.xsd DataCustodianApplicationStatus */
const statuses = {
  waiting: 1,
  question: 1,
  declined: 1,
  approved: 1,
  live: 2,
  suspended: 3,
  terminated: 4,
} as const;

/** What a third party said of itself on its pages, as elements: it goes before what was given in the document. */
function saidOfItself(client: ClientView, { publicUrl, utilitySlug }: CustodianFacts): Given {
  const { profile, logoHash, uid } = client;
  const { purposeEn, purposeFr, siteUrl, termsUrl, privacyUrl, contactEmail } = profile;
  const description = purposeEn || purposeFr;
  return {
    ...(description ? { thirdPartyApplicationDescription: description } : {}),
    ...(logoHash === null
      ? {}
      : { logo_uri: `${publicUrl}/DataCustodian/${utilitySlug}/assets/logos/${uid}/${logoHash}` }),
    ...(siteUrl === undefined ? {} : { client_uri: siteUrl }),
    ...(termsUrl === undefined ? {} : { tos_uri: termsUrl }),
    ...(privacyUrl === undefined ? {} : { policy_uri: privacyUrl }),
    ...(contactEmail === undefined ? {} : { contacts: [contactEmail] }),
  };
}

/**
 * The elements of ApplicationInformation: what the third party gave, what the custodian knows, and for what the
 * schema requires but nobody gave a value that says so.
 *
 * @see espi.xsd ApplicationInformation
 */
export function applicationInformation(client: ClientView, facts: CustodianFacts): ApplicationInformation {
  const { publicUrl } = facts;
  const given: Given = { ...(client.data as Given), ...saidOfItself(client, facts) };
  const issuer = `${publicUrl}/DataCustodian/${facts.utilitySlug}`;
  const oauth = `${issuer}/oauth`;
  const resource = publicUrl + resourceRoot;
  const redirects = client.redirectUris;
  return {
    ...given,
    dataCustodianId: facts.utilitySlug,
    dataCustodianApplicationStatus: statuses[client.state],
    authorizationServerUri: issuer,
    thirdPartyNotifyUri: client.notifyUri ?? noNotifyUri,
    authorizationServerAuthorizationEndpoint: `${oauth}/authorize`,
    authorizationServerTokenEndpoint: `${oauth}/token`,
    dataCustodianBulkRequestURI: `${resource}/Batch/Bulk/${client.bulkUid}`,
    dataCustodianResourceEndpoint: resource,
    client_secret: facts.clientSecret,
    client_name: client.name,
    redirect_uri: redirects.length > 0 ? redirects : [noRedirectUri],
    client_id: client.clientId,
    software_id: given.software_id ?? client.uid,
    software_version: given.software_version ?? '0',
    client_id_issued_at: given.client_id_issued_at ?? Math.floor(client.published / 1000),
    client_secret_expires_at: 0,
    token_endpoint_auth_method: 'client_secret_basic',
    scope: client.scopes,
    grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
    response_types: 'code',
    registration_client_uri: `${resource}/ApplicationInformation/${client.uid}`,
    registration_access_token: facts.registrationToken,
  };
}
