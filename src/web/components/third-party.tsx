import type { VNode } from 'preact';
import type { ThirdPartyFace } from '../grant.ts';
import { type LocalText, languageTags } from '../locale.ts';
import type { View } from '../page.ts';
import { ThirdPartyLogo } from './logo.tsx';

/** Somebody's own sentence, in quotes and in the language it is written in. */
export function Quote({ view, quote }: { view: View; quote: LocalText }): VNode {
  return <q lang={quote.lang === view.page.locale ? undefined : languageTags[quote.lang]}>{quote.text}</q>;
}

/** The host of a URL, which is what people recognise of it. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

/** Who asks: logo, company, site, purpose in its own words, and that registration is no endorsement. */
export function ThirdPartyIntroduction({
  view,
  thirdParty,
}: {
  view: View;
  thirdParty: ThirdPartyFace;
}): VNode {
  const { t, f, page } = view;
  return (
    <div class="introduction">
      <ThirdPartyLogo name={thirdParty.name} logoUrl={thirdParty.logoUrl} />
      <div>
        <p>
          <strong>{thirdParty.company ?? thirdParty.name}</strong>{' '}
          <span class="muted">{hostOf(thirdParty.siteUrl)}</span>
        </p>
        {thirdParty.purpose.text === '' ? null : (
          <p>{t.consent.purpose(<Quote view={view} quote={thirdParty.purpose} />)}</p>
        )}
        <p class="muted small">
          {t.consent.registered(page.utility.name, f.date(thirdParty.registeredSince))}
        </p>
      </div>
    </div>
  );
}
