import type { FastifyRequest } from 'fastify';
import { authenticateClient } from '../../services/authorization/authenticate-client.ts';
import type { ClientCertificate } from '../../services/authorization/client-certificate.ts';
import type { TokenParameters } from '../../services/authorization/token-parameters.ts';
import { countAsThirdParty } from '../rate-limit.ts';
import { noteForLog } from '../request-log.ts';
import { noteRequest } from '../request-notes.ts';
import type { OauthHttpContext } from './oauth-http-context.ts';
import { bodyParameters, hasNoBody, queryParameters } from './parameters.ts';

type Client = Awaited<ReturnType<typeof authenticateClient>>;

/** The slug in the address; undefined when it has none. */
export const slugOf = (request: FastifyRequest): string | undefined =>
  (request.params as { utility?: string } | undefined)?.utility;

/** A request of a third party that has been recognised. */
export interface RecognisedRequest {
  readonly client: Client;
  readonly parameters: TokenParameters;
  readonly certificate: ClientCertificate | undefined;
  readonly slug: string | undefined;
}

/**
 * Recognises the third party of a request and reads its parameters: from the body, or, for registrations that may do
 * so, from the query of a request without a body.
 *
 * @throws RefusedError `invalid_client`, `invalid_request`, `too_many_requests`.
 */
export async function recogniseClient(
  context: OauthHttpContext,
  request: FastifyRequest,
): Promise<RecognisedRequest> {
  const inBody = await bodyParameters(request);
  const slug = slugOf(request);
  const certificate = context.findCertificate(request);
  const client = await authenticateClient(context, {
    authorization: request.headers.authorization,
    parameters: inBody,
    ipAddress: request.ip,
    certificate,
    slug,
  });
  noteForLog(request, { client: client.uid });
  const owner = { clientId: client.id };
  noteRequest(request, { owner });
  countAsThirdParty(context, request, { policy: 'token', owner });
  const parameters = client.compatTokenQuery && hasNoBody(request) ? queryParameters(request) : inBody;
  return { client, parameters, certificate, slug };
}
