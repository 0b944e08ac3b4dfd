import type { VNode } from 'preact';
import type { GrantFace } from '../grant.ts';
import type { View } from '../page.ts';
import { type Fact, Facts } from './facts.tsx';
import { DataKindList, historyWords, MeterList, untilWords } from './grant-words.tsx';
import { hostOf, Quote } from './third-party.tsx';
import { Time } from './time.tsx';

/** Who, for what, which data, which meters, from when, until when: the same rows on every page and receipt. */
export function GrantFacts({
  view,
  grant,
  endedAt,
  more = [],
}: {
  view: View;
  grant: GrantFace;
  endedAt?: number | undefined;
  more?: readonly Fact[];
}): VNode {
  const { t } = view;
  const { thirdParty } = grant;
  return (
    <Facts
      facts={[
        [
          t.sharing.sharedWith,
          <>
            {thirdParty.company ?? thirdParty.name}
            <br />
            <span class="muted small">{hostOf(thirdParty.siteUrl)}</span>
          </>,
        ],
        ...(thirdParty.purpose.text === ''
          ? []
          : [[t.sharing.forPurpose, <Quote view={view} quote={thirdParty.purpose} />] as const]),
        [t.sharing.what, <DataKindList view={view} kinds={grant.dataKinds} />],
        [t.sharing.meters, <MeterList view={view} meters={grant.meters} />],
        [t.sharing.history, historyWords(view, grant.history)],
        [t.sharing.since, <Time view={view} at={grant.since} />],
        endedAt === undefined
          ? [t.sharing.ends, untilWords(view, grant.until)]
          : [t.sharing.ended, <Time view={view} at={endedAt} />],
        ...more,
        [t.sharing.reference, <code class="copy">{grant.uid}</code>],
      ]}
    />
  );
}
