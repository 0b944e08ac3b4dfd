import { canonicalPage } from '../../espi/data-page.ts';
import { sha256 } from '../../platform/hash.ts';
import type { ResourceRequest } from './context.ts';
import type { Wire } from './wire.ts';

/**
 * A weak validator of an answer: equal for two requests whose answers say the same.
 *
 * @param content what the answer is made of: the resources themselves, or the plan of a feed with the newest
 * stamp and the count of each part. Stamps never repeat, so that any change changes them.
 */
export function entityTag(request: ResourceRequest, wire: Wire, content: unknown): string {
  const { row, params, query, principal } = request;
  const bounds = Object.values(query.window.range).map(String);
  const { authorization, utility } = principal;
  const grant = authorization && [authorization.scope, authorization.dataStart, authorization.dataEnd];
  const parts = [row.name, params, bounds, canonicalPage(query.page), query.format, grant];
  const digest = sha256(JSON.stringify([parts, wire, utility.settings, content]));
  return `W/"${digest.slice(0, 32)}"`;
}
