import type { FastifyRequest } from 'fastify';
import type { PathParams, ResourceRow } from '../../espi/resources.ts';
import { actAs } from '../../services/authorization/act-as.ts';
import type { Principal } from '../../services/authorization/principal.ts';
import { withOwner } from '../../services/authorization/refusal.ts';
import { recogniseToken } from '../../services/authorization/verify-token.ts';
import { checkAccess } from '../../services/resource/access.ts';
import { notFound } from '../../services/resource/find-entry.ts';
import { bearerToken, sentBearer } from '../bearer.ts';
import type { FindCertificate } from '../client-certificate.ts';
import type { HttpContext } from '../context.ts';
import { countAsThirdParty, ownerOf } from '../rate-limit.ts';
import { noteForLog } from '../request-log.ts';
import { noteRequest } from '../request-notes.ts';
import { pathParams } from './path-params.ts';

/** What finding out who reads needs. */
export type PrincipalContext = HttpContext & { readonly findCertificate: FindCertificate };

/** A request whose token is good for its row. */
export interface AdmittedRequest {
  readonly token: string;
  readonly params: PathParams;
  /** As whom it reads: the first that finds something. There is more than one for a personal API token alone. */
  readonly principals: readonly [Principal, ...Principal[]];
}

function identified(
  context: PrincipalContext,
  row: ResourceRow,
  request: FastifyRequest,
  bearer: Principal,
): Principal {
  const owner = ownerOf(bearer);
  noteForLog(request, { row: row.name, client: bearer.client.uid });
  noteRequest(request, { owner });
  countAsThirdParty(context, request, { policy: 'third-party', owner });
  return bearer;
}

/**
 * Finds out whose the token of a request is, and counts the request as theirs.
 *
 * @returns a promise only when the token is not remembered.
 * @throws AppError `invalid_token`, `rate_limited`.
 */
export function identify(
  context: PrincipalContext,
  row: ResourceRow,
  request: FastifyRequest,
): Principal | Promise<Principal> {
  const sent = bearerToken(request);
  const certificateSha256 = context.findCertificate(request)?.sha256;
  const bearer = recogniseToken(context, sent?.token, { certificateSha256, hash: sent?.hash });
  return bearer instanceof Promise
    ? bearer.then((read) => identified(context, row, request, read))
    : identified(context, row, request, bearer);
}

/**
 * Checks whether a token may read what a path names: first whose the path is, then what the token opens.
 *
 * @throws AppError `wrong_token`, `not_found`, `insufficient_scope`.
 */
export async function admitIdentified(
  context: PrincipalContext,
  row: ResourceRow,
  request: FastifyRequest,
  bearer: Principal,
): Promise<AdmittedRequest> {
  const params = pathParams(request.params);
  try {
    const [first, ...others] = await actAs(context, { row, params, principal: bearer });
    if (first === undefined) throw notFound();
    checkAccess(row, params, first);
    if (first.authorization !== undefined)
      noteRequest(request, {
        owner: { ...ownerOf(bearer), authorizationUid: first.authorization.uid },
        read: row.name,
      });
    return { token: sentBearer(request)?.token ?? '', params, principals: [first, ...others] };
  } catch (error) {
    throw withOwner(error, ownerOf(bearer));
  }
}

/**
 * Checks the token of a request for a row: whether it is good, then whose the path is, then what it opens.
 *
 * @throws AppError `invalid_token`, `rate_limited`, `wrong_token`, `not_found`, `insufficient_scope`.
 */
export const admit = async (
  context: PrincipalContext,
  row: ResourceRow,
  request: FastifyRequest,
): Promise<AdmittedRequest> =>
  await admitIdentified(context, row, request, await identify(context, row, request));
