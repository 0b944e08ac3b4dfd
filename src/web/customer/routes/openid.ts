import { findOpenidSetting } from '../../../services/customer/identify-methods.ts';
import { beginOpenid, finishOpenid, type OpenidJourney } from '../../../services/customer/openid.ts';
import { saveSessionData } from '../../../services/session/save-session-data.ts';
import { renderSessionExpired } from '../../problems.tsx';
import type { WebAnswer } from '../../serving/answer.ts';
import type { PageRoute } from '../../serving/mount-page.ts';
import { pageOf, type Visit } from '../../serving/visit.ts';
import { finishIdentify } from './finish-identify.ts';
import { openidFailedUrl, type Step } from './identify-journey.ts';

/** What the session keeps while the customer is at the utility's own sign-in. */
interface Away {
  readonly journey: OpenidJourney;
  readonly doneUrl: string;
  readonly signInUrl: string;
  readonly requestHash?: string;
}

const callbackUrl = ({ context, paths }: Visit): string => `${context.publicUrl}${paths.openidCallback}`;

/** Sends the customer to the utility's own sign-in. */
export async function leaveForOpenid({ visit, journey }: Step): Promise<WebAnswer> {
  const { context, session, utility, locale } = visit;
  const setting = findOpenidSetting(utility);
  if (setting === undefined) return { redirect: journey.signInUrl };
  const begun = await beginOpenid(context, {
    setting,
    redirectUri: callbackUrl(visit),
    language: locale,
    again: journey.again,
  });
  const { doneUrl, signInUrl, requestHash } = journey;
  const away: Away = {
    journey: begun.journey,
    doneUrl,
    signInUrl,
    ...(requestHash === undefined ? {} : { requestHash }),
  };
  await saveSessionData(context, { session, data: { ...session.data, openid: away } });
  return { redirect: begun.url };
}

/** The customer comes back from the utility's own sign-in. */
async function comeBack(visit: Visit): Promise<WebAnswer> {
  const { context, session, utility, locale, request } = visit;
  const setting = findOpenidSetting(utility);
  const away = session?.data.openid as Away | undefined;
  if (session === undefined || setting === undefined || away === undefined)
    return {
      html: renderSessionExpired(pageOf(visit), { signInUrl: visit.paths.customerSignIn }),
      status: 400,
    };
  const query = request.url.split('?')[1] ?? '';
  const found = await finishOpenid(context, {
    utilityId: utility.id,
    setting,
    journey: away.journey,
    currentUrl: `${callbackUrl(visit)}?${query}`,
    language: locale,
  });
  if (found.outcome === 'identified') return await finishIdentify({ ...visit, session }, away, found);
  const { openid: _, ...data } = session.data;
  await saveSessionData(context, { session, data });
  return { redirect: openidFailedUrl(away) };
}

/** Where the utility's provider sends customers back to. */
export const openidRoute: PageRoute = {
  access: 'public',
  path: (paths) => paths.openidCallback,
  get: comeBack,
};
