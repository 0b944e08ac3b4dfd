import type { VNode } from 'preact';
import type { ThirdPartyFace } from '../grant.ts';
import type { View } from '../page.ts';
import type {
  ChecklistItem,
  RedirectUri,
  RegistrationDetails,
  RegistrationFace,
} from '../registration-face.ts';
import type { RegistrationState } from '../vocabulary.ts';
import { Status, type Tone } from './notice.tsx';
import { ThirdPartyIntroduction } from './third-party.tsx';
import { Time } from './time.tsx';

const tones: Readonly<Record<RegistrationState, Tone>> = {
  waiting: 'warn',
  question: 'warn',
  declined: 'bad',
  approved: 'info',
  live: 'good',
  suspended: 'bad',
  terminated: 'bad',
};

/** The state of a registration in a word or two. */
export function RegistrationStatus({ view, state }: { view: View; state: RegistrationState }): VNode {
  return <Status tone={tones[state]}>{view.t.terms.registrationStates[state]}</Status>;
}

/** Whether only test customers can share with it. */
export const inSandbox = (state: RegistrationState): boolean =>
  state === 'waiting' || state === 'question' || state === 'declined' || state === 'approved';

/** A link to elsewhere, shown as its address. */
export function Address({ url }: { url: string }): VNode {
  return (
    <a href={url} rel="noreferrer">
      {url}
    </a>
  );
}

/** Redirect URIs, each with its state. */
export function RedirectUriList({ view, uris }: { view: View; uris: readonly RedirectUri[] }): VNode {
  const { t } = view;
  return (
    <ul class="plain">
      {uris.map(({ uri, state }) => (
        <li>
          <code>{uri}</code>{' '}
          {state === 'approved' ? null : <Status tone="warn">{t.registration.uriWaiting}</Status>}
        </li>
      ))}
    </ul>
  );
}

/** What the sandbox has seen of an app. */
export function Checklist({ view, items }: { view: View; items: readonly ChecklistItem[] }): VNode {
  const { t } = view;
  return (
    <ul class="checklist">
      {items.map(({ step, doneAt }) => (
        <li>
          {doneAt === undefined ? (
            <Status tone="info">{t.registration.open}</Status>
          ) : (
            <Status tone="good">{t.registration.done}</Status>
          )}
          <div>
            <p>{t.registration.checklist[step].title}</p>
            <p class="muted small">
              {doneAt === undefined ? t.registration.checklist[step].hint : <Time view={view} at={doneAt} />}
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}

/** A registration as the consent page introduces it, in the language of this page. */
export function faceOf(
  { page }: View,
  registration: Pick<RegistrationFace, 'name' | 'company'>,
  details: Pick<RegistrationDetails, 'siteUrl' | 'purposeEn' | 'purposeFr' | 'logoUrl' | 'registeredAt'>,
): ThirdPartyFace {
  const french = page.locale === 'fr' ? details.purposeFr !== '' : details.purposeEn === '';
  return {
    name: registration.name,
    company: registration.company,
    siteUrl: details.siteUrl,
    ...(details.logoUrl === undefined ? {} : { logoUrl: details.logoUrl }),
    purpose: french ? { text: details.purposeFr, lang: 'fr' } : { text: details.purposeEn, lang: 'en' },
    registeredSince: details.registeredAt,
  };
}

/** The head of the consent page as customers will see it. */
export function ConsentPreview({ view, face }: { view: View; face: ThirdPartyFace }): VNode {
  return (
    <div class="preview">
      <p class="preview-title">{view.t.consent.title(face.name)}</p>
      <ThirdPartyIntroduction view={view} thirdParty={face} />
    </div>
  );
}
