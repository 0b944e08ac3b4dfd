import { enterCode, findPendingCode } from '../../../services/customer/enter-code.ts';
import { resendCode } from '../../../services/customer/send-code.ts';
import type { Session } from '../../../services/session/session.ts';
import { type EnterCodeProps, renderEnterCode } from '../../customer/enter-code.tsx';
import type { WebAnswer } from '../../serving/answer.ts';
import { pageOf, queryOf, type Visit } from '../../serving/visit.ts';
import { finishIdentify } from './finish-identify.ts';
import { type Journey, resentUrl, type Step, startOverUrl } from './identify-journey.ts';
import { codeOrderOf, identifyPage } from './identify-page.ts';

/** The page that asks for the code; back to the start when none was sent. */
async function codePage(
  visit: Visit & { readonly session: Session },
  journey: Journey,
  errors?: NonNullable<EnterCodeProps['errors']>,
): Promise<WebAnswer> {
  const pending = await findPendingCode(visit.context, visit.session.idHash);
  if (pending === undefined) return { redirect: journey.signInUrl };
  const over = pending.triesLeft === 0 || pending.expiresAt <= visit.context.clock.now();
  const shown = errors ?? (over ? { code: 'code_expired' as const } : undefined);
  const { thirdPartyName } = journey;
  return {
    status: shown === undefined ? 200 : 422,
    html: renderEnterCode(pageOf(visit), {
      sentTo: { channel: pending.channel, masked: pending.masked },
      kept: visit.context.keepsMail,
      expiresAt: pending.expiresAt,
      action: journey.codeUrl,
      startOverUrl: startOverUrl(journey),
      resent: queryOf(visit.request.url).has('resent'),
      ...(errors === undefined ? {} : { triesLeft: pending.triesLeft }),
      ...(thirdPartyName === undefined ? {} : { thirdParty: { name: thirdPartyName } }),
      ...(shown === undefined ? {} : { errors: shown }),
    }),
  };
}

/** GET. */
export async function showCode(visit: Visit, journey: Journey): Promise<WebAnswer> {
  const { session } = visit;
  return session === undefined
    ? { redirect: journey.signInUrl }
    : await codePage({ ...visit, session }, journey);
}

async function resend({ visit, journey }: Step): Promise<WebAnswer> {
  const sent = await resendCode(visit.context, codeOrderOf(visit, journey));
  if (sent.outcome === 'code_sent') return { redirect: resentUrl(journey) };
  if (sent.outcome !== 'locked') return { redirect: journey.signInUrl };
  const entered = { email: '', account: '', fact: '' };
  return await identifyPage(visit, journey, { kind: '', entered, lockedUntil: sent.until });
}

/** POST: the code, or `intent` = `resend`. */
export async function postCode(step: Step): Promise<WebAnswer> {
  const { visit, journey } = step;
  const { context, form, session, utility, request } = visit;
  if (form.text('intent') === 'resend') return await resend(step);
  const code = form.text('code');
  if (code === '') return await codePage(visit, journey, { code: 'required' });
  const found = await enterCode(context, {
    utilityId: utility.id,
    ipAddress: request.ip,
    sessionHash: session.idHash,
    code,
  });
  if (found.outcome === 'identified') return await finishIdentify(visit, journey, found);
  return await codePage(visit, journey, { code: found.outcome === 'wrong' ? 'code_wrong' : 'code_expired' });
}
