import type { PathParams, ResourceRow, TokenKind } from '../../espi/resources.ts';
import type { Principal } from '../authorization/principal.ts';
import type { BearerKind } from '../authorization/refusal.ts';
import { RefusedError } from '../authorization/refusal.ts';
import { notFound } from './find-entry.ts';
import { servesNoun } from './served-nouns.ts';

/** The parameter that names whose resource it is, by the token that reads it, and the one value it may have. */
const ownParameters: Readonly<
  Record<TokenKind, readonly (readonly [string, (principal: Principal) => string | undefined])[]>
> = {
  registration_access_token: [['app_uid', ({ client }) => client.uid]],
  // A bulk is its reader's own when it is found among them: only reading tells.
  client_access_token: [],
  access_token: [['auth_uid', ({ authorization }) => authorization?.uid]],
};

const withArticle = (kind: BearerKind): string => `${kind === 'access_token' ? 'an' : 'a'} ${kind}`;

/**
 * Checks, in this order, that the token is of the row's kind, that the path is the reader's own, and that the
 * customer shares this side of the data.
 *
 * @throws AppError `wrong_token`, `not_found`, `insufficient_scope`.
 */
export function checkAccess(row: ResourceRow, params: PathParams, principal: Principal): void {
  if (principal.tokenKind !== row.token)
    throw new RefusedError(
      'wrong_token',
      `This endpoint takes ${withArticle(row.token)}, not ${withArticle(principal.tokenKind)}.`,
      { refusal: { code: 'token_wrong_kind', gave: principal.tokenKind, needs: row.token } },
    );
  for (const [name, own] of ownParameters[row.token]) {
    if (params[name] !== undefined && params[name] !== own(principal)) throw notFound();
  }
  if (row.noun !== undefined && !servesNoun(principal.utility, row.noun)) throw notFound();
  if (row.namespace === 'customer' && !principal.authorization?.dataKinds.has('customer'))
    throw new RefusedError('insufficient_scope', 'The customer did not share customer and account data.', {
      refusal: { code: 'scope_insufficient', parameter: 'FB=51' },
    });
}
