import { AppError } from '../../platform/errors.ts';
import type { RowRange } from '../../storage/row-range.ts';
import type { GrantedAuthorization, Principal } from '../authorization/principal.ts';

/**
 * The Authorization that an access token stands for.
 *
 * @throws AppError `internal` when the token has none, which the check of its kind excludes.
 */
export function grantOf(principal: Principal): GrantedAuthorization {
  if (principal.authorization === undefined)
    throw new AppError('internal', 'The token belongs to no Authorization.');
  return principal.authorization;
}

/** Narrows a range to the data that the Authorization lets its reader see. */
export function withinGrant(grant: GrantedAuthorization, range: RowRange): RowRange {
  return {
    ...range,
    startMin: Math.max(range.startMin, grant.dataStart ?? Number.NEGATIVE_INFINITY),
    startMax: Math.min(range.startMax, grant.dataEnd ?? Number.POSITIVE_INFINITY),
  };
}
