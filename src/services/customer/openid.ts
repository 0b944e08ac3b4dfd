import * as openid from 'openid-client';
import { openSecret } from '../../platform/crypto.ts';
import { AppError } from '../../platform/errors.ts';
import { newUid } from '../../platform/ids.ts';
import { bareHost, isLoopbackAddress } from '../../platform/network-address.ts';
import { findCustomerAccountByIdentity, insertCustomerAccount } from '../../storage/customer-accounts.ts';
import type { OpenidSetting } from '../../storage/customer-settings.ts';
import { findNamedCustomer } from './find-named-customer.ts';
import type { IdentifyContext, IdentifyOutcome } from './identified.ts';

/** What signing in at the utility's own provider needs. */
export interface OpenidContext extends IdentifyContext {
  readonly secretKey: Uint8Array;
}

/** What the session keeps while the customer is away. */
export interface OpenidJourney {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

const timeoutSeconds = 10;
const keepMs = 3_600_000;
const known = new Map<string, { readonly until: number; readonly configuration: openid.Configuration }>();

/** Plain http is for a provider on this machine only: a trial, or a test. */
const mayBePlain = ({ protocol, hostname }: URL): boolean =>
  protocol === 'http:' && (hostname === 'localhost' || isLoopbackAddress(bareHost(hostname)));

/** The provider's own description, remembered for an hour. */
async function discover(
  { clock, secretKey }: OpenidContext,
  setting: OpenidSetting,
): Promise<openid.Configuration> {
  const key = JSON.stringify(setting);
  const found = known.get(key);
  if (found !== undefined && found.until > clock.now()) return found.configuration;
  const issuer = new URL(setting.issuer);
  const secret = openSecret(secretKey, setting.clientSecretCiphertext);
  try {
    const configuration = await openid.discovery(issuer, setting.clientId, secret, undefined, {
      timeout: timeoutSeconds,
      execute: mayBePlain(issuer) ? [openid.allowInsecureRequests] : [],
    });
    known.set(key, { until: clock.now() + keepMs, configuration });
    return configuration;
  } catch (error) {
    throw new AppError(
      'unavailable',
      `The sign-in of the utility (${issuer.origin}) does not answer. Try again in a few minutes.`,
      { cause: error },
    );
  }
}

/**
 * Sends a customer to the utility's own sign-in, with PKCE, state and nonce.
 *
 * @param redirectUri where the provider sends the customer back to, as it is registered there.
 * @returns the address to go to, and what the session must keep.
 * @throws AppError `unavailable` when the provider does not answer.
 */
export async function beginOpenid(
  context: OpenidContext,
  input: {
    readonly setting: OpenidSetting;
    readonly redirectUri: string;
    readonly language: string;
    /** Ask for the password even when the customer is signed in there. */
    readonly again: boolean;
  },
): Promise<{ readonly url: string; readonly journey: OpenidJourney }> {
  const configuration = await discover(context, input.setting);
  const journey = {
    state: openid.randomState(),
    nonce: openid.randomNonce(),
    verifier: openid.randomPKCECodeVerifier(),
  };
  const url = openid.buildAuthorizationUrl(configuration, {
    redirect_uri: input.redirectUri,
    scope: 'openid',
    state: journey.state,
    nonce: journey.nonce,
    code_challenge: await openid.calculatePKCECodeChallenge(journey.verifier),
    code_challenge_method: 'S256',
    ui_locales: input.language,
    ...(input.again ? { prompt: 'login' } : {}),
  });
  return { url: url.href, journey };
}

/** The customer that the provider's claim names: by what the utility calls them, or by account number. */
async function customerOfClaim(
  context: OpenidContext,
  { utilityId, value }: { readonly utilityId: number; readonly value: unknown },
): Promise<number | undefined> {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  return await findNamedCustomer(context, { utilityId, name: String(value) });
}

/**
 * Takes a customer back from the utility's own sign-in: the identity is the pair of issuer and subject. Somebody who
 * comes for the first time is recognised by the claim that names the customer, when the utility has set one.
 *
 * @param currentUrl the address with the provider's answer in its query.
 * @throws AppError `unavailable` when the provider does not answer.
 */
export async function finishOpenid(
  context: OpenidContext,
  input: {
    readonly utilityId: number;
    readonly setting: OpenidSetting;
    readonly journey: OpenidJourney;
    readonly currentUrl: string;
    readonly language: 'en' | 'fr';
  },
): Promise<IdentifyOutcome> {
  const { utilityId, setting, journey } = input;
  const configuration = await discover(context, setting);
  let claims: openid.IDToken | undefined;
  try {
    const tokens = await openid.authorizationCodeGrant(configuration, new URL(input.currentUrl), {
      pkceCodeVerifier: journey.verifier,
      expectedState: journey.state,
      expectedNonce: journey.nonce,
      idTokenExpected: true,
    });
    claims = tokens.claims();
  } catch (error) {
    // The customer went back, or the answer is not one to this journey: either way nobody is signed in.
    if (
      error instanceof openid.ClientError ||
      error instanceof openid.AuthorizationResponseError ||
      error instanceof openid.ResponseBodyError
    )
      return { outcome: 'not_matched' };
    throw new AppError(
      'unavailable',
      'The sign-in of the utility does not answer. Try again in a few minutes.',
      {
        cause: error,
      },
    );
  }
  if (claims === undefined) return { outcome: 'not_matched' };
  const identity = { utilityId, issuer: claims.iss, subject: claims.sub };
  const account = await findCustomerAccountByIdentity(context.db, identity);
  if (account !== undefined) return { outcome: 'identified', customerIds: account.customerIds, by: 'openid' };
  if (setting.customerClaim === undefined) return { outcome: 'not_matched' };
  const customerId = await customerOfClaim(context, { utilityId, value: claims[setting.customerClaim] });
  if (customerId === undefined) return { outcome: 'not_matched' };
  await insertCustomerAccount(context.db, {
    ...identity,
    uid: newUid(),
    customerIds: [customerId],
    language: input.language,
    created: context.clock.now(),
  });
  return { outcome: 'identified', customerIds: [customerId], by: 'openid' };
}
