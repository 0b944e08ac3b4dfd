/** Codes of ApplicationInformation and Authorization, of the service's status and of batch items. */
import { numericCodes, wordCodes } from './define.ts';

const uInt16 = { open: true, min: 0, max: 65_535 } as const;
const closed32 = { open: false, maxLength: 32 } as const;

/** How a client proves itself at the token endpoint. @see espi.xsd TokenEndPointMethod */
export const tokenEndPointMethod = wordCodes(
  'TokenEndPointMethod',
  { client_secret_basic: 'with its id and secret by HTTP Basic' },
  closed32,
);

/** Ways to get an access token. @see espi.xsd GrantType */
export const grantType = wordCodes(
  'GrantType',
  {
    authorization_code: 'for a code that the customer’s consent gave',
    client_credentials: 'for the client itself',
    refresh_token: 'for a refresh token',
  },
  closed32,
);

/** What the authorization endpoint is asked for. @see espi.xsd ResponseType */
export const responseType = wordCodes('ResponseType', { code: 'an authorization code' }, closed32);

/** How an access token is used. @see espi.xsd TokenType */
export const tokenType = wordCodes('TokenType', { Bearer: 'whoever holds it may use it' }, closed32);

/** Why an authorization failed. @see espi.xsd OAuthError */
export const oAuthError = wordCodes(
  'OAuthError',
  {
    invalid_request: 'the request lacks something, repeats something or is malformed',
    invalid_client: 'the client is unknown or did not prove who it is',
    invalid_grant: 'the code or refresh token is wrong, used up, expired, or another client’s',
    unauthorized_client: 'the client may not use this kind of grant',
    unsupported_grant_type: 'the server does not know this kind of grant',
    invalid_scope: 'the scope is unknown, malformed or more than was consented to',
    invalid_redirect_uri: 'a redirect URI cannot be accepted',
    invalid_client_metadata: 'something that the client registered cannot be accepted',
    invalid_client_id: 'deprecated: invalid_client says the same',
    access_denied: 'the customer or the server said no',
    unsupported_response_type: 'the server does not give codes in this way',
    server_error: 'the server failed unexpectedly',
    temporarily_unavailable: 'the server is overloaded or being maintained',
  },
  closed32,
);

/** Where the custodian stands with an application. @see espi.xsd DataCustodianApplicationStatus */
export const dataCustodianApplicationStatus = numericCodes(
  'DataCustodianApplicationStatus',
  { 1: 'in review', 2: 'in production', 3: 'on hold', 4: 'revoked' },
  uInt16,
);

/** Where a third party stands with its application; the spelling is the schema's. @see espi.xsd ThirdPartyApplicatonStatus */
export const thirdPartyApplicatonStatus = numericCodes(
  'ThirdPartyApplicatonStatus',
  { 1: 'in development', 2: 'in review or test', 3: 'live', 4: 'removed' },
  uInt16,
);

/** Where an application runs. @see espi.xsd ThirdPartyApplicationType */
export const thirdPartyApplicationType = numericCodes(
  'ThirdPartyApplicationType',
  { 1: 'on the web', 2: 'on a desktop', 3: 'on a mobile device', 4: 'on another device' },
  uInt16,
);

/** What an application is for. @see espi.xsd ThirdPartyApplicationUse */
export const thirdPartyApplicationUse = numericCodes(
  'ThirdPartyApplicationUse',
  {
    1: 'management of energy',
    2: 'analysis',
    3: 'government',
    4: 'research and teaching',
    5: 'law enforcement',
  },
  uInt16,
);

/** Whether an authorization holds. @see espi.xsd AuthorizationStatus */
export const authorizationStatus = numericCodes(
  'AuthorizationStatus',
  { 0: 'revoked', 1: 'active', 2: 'denied' },
  uInt16,
);

/** Whether the service works. @see espi.xsd ESPIServiceStatus */
export const espiServiceStatus = numericCodes(
  'ESPIServiceStatus',
  { 0: 'not available', 1: 'works normally' },
  uInt16,
);

/** Outcome of one item of a batch: an HTTP status. @see espi.xsd StatusCode */
export const statusCode = numericCodes(
  'StatusCode',
  {
    200: 'done',
    201: 'made',
    202: 'taken, not yet done',
    204: 'done, nothing to say',
    301: 'moved for good',
    302: 'elsewhere for now',
    304: 'unchanged',
    400: 'malformed',
    401: 'not authenticated',
    403: 'not allowed',
    404: 'not found',
    405: 'not for this method',
    410: 'gone for good',
    500: 'the server failed',
  },
  uInt16,
);

/** What to do with an item of a batch. @see espi.xsd CRUDOperation */
export const crudOperation = numericCodes(
  'CRUDOperation',
  { 0: 'create', 1: 'read', 2: 'update', 3: 'delete' },
  uInt16,
);
