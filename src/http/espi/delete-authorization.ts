import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ResourceRow } from '../../espi/resources.ts';
import { AppError } from '../../platform/errors.ts';
import { endAuthorization } from '../../services/authorization/end-authorization.ts';
import { admit, type PrincipalContext } from './principal.ts';

/**
 * DELETE of an Authorization: its third party is done with it. It stays visible, with status 0; a second time is no
 * error. Only the third party's own token may do it, not the customer's.
 *
 * @see function block 44, NAESB REQ.21 DELETE Authorization
 */
export function deleteAuthorization(row: ResourceRow, context: PrincipalContext) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { params, principals } = await admit(context, row, request);
    const [{ client, authorization }] = principals;
    if (authorization !== undefined)
      throw new AppError('wrong_token', 'Ending an authorization takes a client_access_token.');
    const outcome = await endAuthorization(context, {
      uid: params.auth_uid ?? '',
      cause: 'third_party',
      of: { clientId: client.id },
      actor: { kind: 'third_party', uid: client.uid, ipAddress: request.ip, requestId: request.id },
    });
    if (outcome === undefined)
      throw new AppError('not_found', 'There is nothing at this address, or it is not yours to see.');
    return await reply.code(200).header('cache-control', 'no-store').header('content-length', '0').send();
  };
}
