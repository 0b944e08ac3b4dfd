import { AppError } from '../../platform/errors.ts';
import type { EndCause } from '../../storage/authorizations.ts';
import { endAuthorization } from './end-authorization.ts';
import type { OauthContext } from './oauth-context.ts';

/**
 * Ends an Authorization at the word of an operator.
 *
 * @returns whether it was active; ending an ended one changes nothing.
 * @throws AppError `not_found`.
 */
export async function revokeAuthorization(
  context: Pick<OauthContext, 'db' | 'clock' | 'tokenCache'>,
  input: { readonly uid: string; readonly cause: EndCause; readonly note?: string | undefined },
): Promise<boolean> {
  const outcome = await endAuthorization(context, { ...input, actor: { kind: 'operator' } });
  if (outcome === undefined)
    throw new AppError(
      'not_found',
      `There is no authorization "${input.uid}". List them: meterhouse authorization list.`,
    );
  return outcome === 'ended';
}
