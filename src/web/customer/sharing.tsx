import type { VNode } from 'preact';
import type { DataKind } from '../../espi/function-blocks.ts';
import { Document, renderDocument } from '../components/document.tsx';
import { Facts } from '../components/facts.tsx';
import { ButtonLink } from '../components/form.tsx';
import { kindNames, MeterList, untilWords } from '../components/grant-words.tsx';
import { Heading } from '../components/heading.tsx';
import { ThirdPartyLogo } from '../components/logo.tsx';
import { type PageOfRows, Pagination } from '../components/pagination.tsx';
import { Tabs } from '../components/tabs.tsx';
import { hostOf } from '../components/third-party.tsx';
import { Time } from '../components/time.tsx';
import type { GrantFace } from '../grant.ts';
import { type Page, type View, viewOf } from '../page.ts';
import type { EndCause } from '../vocabulary.ts';
import { customerNavigation } from './navigation.ts';

/** A grant in the customer's list. */
export interface SharedItem {
  readonly grant: GrantFace;
  readonly lastRead?: { readonly at: number; readonly dataKinds: readonly DataKind[] };
  readonly ended?: { readonly at: number; readonly cause: EndCause };
}

export interface SharingProps {
  /** `?tab=ended` shows what is over. */
  readonly tab: 'active' | 'ended';
  readonly counts: { readonly active: number; readonly ended: number };
  /** Newest first. */
  readonly items: readonly SharedItem[];
  readonly rows: PageOfRows;
}

function LastRead({ view, item }: { view: View; item: SharedItem }): VNode {
  const { t } = view;
  if (item.lastRead === undefined) return <>{t.sharing.neverRead}</>;
  const when = <Time view={view} at={item.lastRead.at} />;
  const what = kindNames(view, item.lastRead.dataKinds);
  return what === '' ? when : <>{t.sharing.lastReadWhat(when, what)}</>;
}

function Item({ view, item }: { view: View; item: SharedItem }): VNode {
  const { t, paths, page } = view;
  const { grant, ended } = item;
  const { name, logoUrl, siteUrl, company } = grant.thirdParty;
  const suffix = <span class="visually-hidden"> {t.sharing.stopOf(name)}</span>;
  return (
    <li class="card shared">
      <div class="shared-head">
        <ThirdPartyLogo name={name} logoUrl={logoUrl} />
        <div>
          <h2>{name}</h2>
          <p class="muted small">
            {company === undefined || company === name ? null : `${company} · `}
            {hostOf(siteUrl)}
          </p>
        </div>
      </div>
      <Facts
        facts={[
          [t.sharing.what, kindNames(view, grant.dataKinds)],
          [t.sharing.meters, <MeterList view={view} meters={grant.meters} />],
          [t.sharing.since, <Time view={view} at={grant.since} as="date" />],
          ended
            ? [
                t.sharing.ended,
                <>
                  <Time view={view} at={ended.at} />
                  <br />
                  {t.terms.endCauses[ended.cause](name, page.utility.name)}
                </>,
              ]
            : [t.sharing.ends, untilWords(view, grant.until)],
          [t.sharing.lastRead, <LastRead view={view} item={item} />],
        ]}
      />
      <div class="inline-actions">
        {ended ? null : (
          <ButtonLink href={paths.stop(grant.uid)}>
            {t.sharing.stop}
            {suffix}
          </ButtonLink>
        )}
        <a href={paths.receipt(grant.uid)}>
          {t.sharing.receipt}
          {suffix}
        </a>
      </div>
    </li>
  );
}

/** "My data sharing": who can read what, when it was last read, and a way to stop on each. */
export function renderSharing(page: Page, props: SharingProps): string {
  const view = viewOf(page);
  const { t, paths } = view;
  const { tab, counts, items } = props;
  return renderDocument(
    <Document view={view} title={t.sharing.title} width="narrow" nav={customerNavigation(view)}>
      <Heading title={t.sharing.title} below={t.sharing.lead} />
      <Tabs
        label={t.sharing.tabsLabel}
        items={[
          { href: paths.sharing, label: t.sharing.tabs.active(counts.active), current: tab === 'active' },
          { href: paths.endedSharing, label: t.sharing.tabs.ended(counts.ended), current: tab === 'ended' },
        ]}
      />
      {items.length === 0 ? (
        <div class="empty">
          <p>{tab === 'active' ? t.sharing.emptyActive : t.sharing.emptyEnded}</p>
          {tab === 'active' ? <p class="muted">{t.sharing.emptyActiveHint}</p> : null}
        </div>
      ) : (
        <ul class="cards">
          {items.map((item) => (
            <Item view={view} item={item} />
          ))}
        </ul>
      )}
      <Pagination view={view} rows={props.rows} />
    </Document>,
  );
}
