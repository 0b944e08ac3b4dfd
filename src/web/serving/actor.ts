import type { Actor } from '../../services/registration/registration-context.ts';
import type { Visit } from './visit.ts';
import type { Utility } from './web-context.ts';

/** Who does something on a page, for histories and the audit. */
export function originOf(
  { utility, request }: Visit,
  actor: Pick<Actor, 'kind' | 'uid' | 'name'>,
): { readonly utility: Utility; readonly actor: Actor } {
  return { utility, actor: { ...actor, ipAddress: request.ip, requestId: request.id } };
}
