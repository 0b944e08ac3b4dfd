import type { GrantFace } from '../grant.ts';
import type { MailView } from './mail.ts';
import type { MailBlock } from './mail-block.ts';

/** What is shared, as the rows of a receipt. */
export function grantFacts({ t, f }: MailView, grant: GrantFace, endedAt?: number): MailBlock {
  const { thirdParty, until, history } = grant;
  const meters = grant.meters.map(({ address, service, meterNumber }) =>
    [
      address,
      t.terms.services[service],
      meterNumber === undefined ? undefined : t.consent.meterNumber(meterNumber),
    ]
      .filter((part) => part !== undefined)
      .join(' · '),
  );
  const historyText =
    history.kind === 'none'
      ? t.consent.historyNone
      : history.kind === 'all'
        ? t.consent.historyAll
        : history.kind === 'months'
          ? t.consent.historyMonths(history.months)
          : t.consent.historySince(f.date(history.at));
  const end = until.kind === 'until_stopped' ? t.sharing.untilStopped : f.dateTime(until.at);
  return {
    kind: 'facts',
    facts: [
      [
        t.sharing.sharedWith,
        [thirdParty.company ?? thirdParty.name, thirdParty.siteUrl === '' ? '' : `(${thirdParty.siteUrl})`]
          .join(' ')
          .trim(),
      ],
      [t.sharing.what, grant.dataKinds.map((kind) => t.dataKinds[kind].name)],
      [t.sharing.meters, meters],
      [t.sharing.history, historyText],
      [t.sharing.since, f.dateTime(grant.since)],
      endedAt === undefined ? [t.sharing.ends, end] : [t.sharing.ended, f.dateTime(endedAt)],
      [t.sharing.reference, grant.uid],
    ],
  };
}
