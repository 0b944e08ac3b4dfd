import { createHash } from 'node:crypto';
import { digestsEqual, sha256 } from '../../../platform/hash.ts';
import { claimOauthCode, type OauthCode } from '../../../storage/oauth-codes.ts';
import { isLive, killTokens, withLockedAuthorization } from '../locked-authorization.ts';
import type { OauthContext } from '../oauth-context.ts';
import type { Refusal } from '../refusal.ts';
import type { TokenParameters } from '../token-parameters.ts';
import { type GrantOutcome, grantedOrThrow } from './grant-outcome.ts';
import { issuePair, noteTokenIssued } from './issue-pair.ts';
import type { TokenAnswer } from './token-answer.ts';
import type { TokenRequest } from './token-request.ts';

/** What of the request must fit the authorization request that the code answers. */
interface CodeProof {
  readonly redirectUri: string | undefined;
  readonly verifier: string | undefined;
}

/** Whether the verifier is the one that the challenge was made of. A verifier without a challenge is a downgrade. */
function verifierFits(challenge: string | null, verifier: string | undefined): boolean {
  if (challenge === null || verifier === undefined) return challenge === null && verifier === undefined;
  if (!/^[A-Za-z0-9._~-]{43,128}$/.test(verifier)) return false;
  return digestsEqual(createHash('sha256').update(verifier).digest('base64url'), challenge);
}

function misfit(code: OauthCode, { redirectUri, verifier }: CodeProof, now: number): Refusal | undefined {
  if (code.expires <= now) return { code: 'code_expired', at: code.expires };
  const differs = code.redirectUri === null ? false : code.redirectUri !== redirectUri;
  if (differs) return { code: 'redirect_uri_differs' };
  return verifierFits(code.codeChallenge, verifier) ? undefined : { code: 'verifier_wrong' };
}

const proofOf = (parameters: TokenParameters): CodeProof => ({
  redirectUri: parameters.get('redirect_uri'),
  verifier: parameters.get('code_verifier'),
});

/**
 * Exchanges a code for tokens: once. A second time kills the tokens that the first gave, because one of the two
 * callers is a thief. A code is used up by a try that does not fit, too.
 *
 * @throws RefusedError `invalid_request`, `invalid_grant`.
 * @see RFC 6749 section 4.1.3, RFC 7636 section 4.6
 */
export async function exchangeCode(context: OauthContext, request: TokenRequest): Promise<TokenAnswer> {
  const { clock, publicUrl } = context;
  const { client, parameters } = request;
  const hash = sha256(parameters.require('code'));
  const held = { held: 'oauth_code', hash, clientId: client.id } as const;
  const outcome = await withLockedAuthorization(context, held, async (tx, locked): Promise<GrantOutcome> => {
    const now = clock.now();
    const claim = await claimOauthCode(tx, { hash, now });
    if (claim === undefined) return { refusal: { code: 'code_unknown' } };
    if ('usedAt' in claim) {
      await killTokens(tx, locked.id, now);
      return { refusal: { code: 'code_used', at: claim.usedAt } };
    }
    if (!isLive(locked, now)) return { refusal: { code: 'authorization_ended' } };
    const refusal = misfit(claim.claimed, proofOf(parameters), now);
    if (refusal !== undefined) return { refusal };
    await noteTokenIssued(tx, locked.id, now);
    return { answer: await issuePair(tx, locked, { request, publicUrl, now, keepFormer: false }) };
  });
  return grantedOrThrow(outcome ?? { refusal: { code: 'code_unknown' } }, client);
}
