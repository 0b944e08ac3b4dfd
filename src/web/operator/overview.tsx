import type { ComponentChildren, VNode } from 'preact';
import { CopyValue } from '../components/code.tsx';
import { renderDocument } from '../components/document.tsx';
import { Card, Heading } from '../components/heading.tsx';
import { Status } from '../components/notice.tsx';
import { Time } from '../components/time.tsx';
import { type Page, type View, viewOf } from '../page.ts';
import { type OperatorBase, OperatorFrame } from './frame.tsx';

/** Something that waits for a person. */
export type Attention =
  | {
      readonly kind: 'review' | 'redirect_uri' | 'notifications';
      readonly uid: string;
      readonly name: string;
      readonly since: number;
    }
  | { readonly kind: 'import'; readonly fileName: string; readonly since: number }
  | { readonly kind: 'mail'; readonly count: number; readonly since: number };

export interface OperatorOverviewProps extends OperatorBase {
  readonly host: string;
  readonly version: string;
  readonly authorizations: { readonly active: number; readonly weekChange: number };
  readonly thirdParties: { readonly live: number; readonly waiting: number };
  readonly readings: { readonly newestAt?: number; readonly fresh: number; readonly meters: number };
  /** The last 24 hours; `goodRatio` is the share of answers below 500, 0..1. */
  readonly api: { readonly requests: number; readonly goodRatio: number; readonly p95Milliseconds: number };
  readonly attention: readonly Attention[];
  /** Shown on the first days instead of zeros. */
  readonly firstDay?: {
    readonly imported: boolean;
    readonly tested: boolean;
    readonly invited: boolean;
  };
  /** The public page for developers, as an absolute URL to pass on. */
  readonly developersUrl: string;
}

function Figure({
  label,
  value,
  detail,
}: {
  label: string;
  value: ComponentChildren;
  detail: ComponentChildren;
}): VNode {
  return (
    <div class="card figure">
      <dt>{label}</dt>
      <dd>
        <strong>{value}</strong>
        <span class="muted small">{detail}</span>
      </dd>
    </div>
  );
}

function Figures({ view, props }: { view: View; props: OperatorOverviewProps }): VNode {
  const { t, f, paths } = view;
  const words = t.operator;
  const { authorizations, thirdParties, readings, api } = props;
  const change = authorizations.weekChange;
  return (
    <dl class="figures">
      <Figure
        label={words.cards.authorizations}
        value={f.number(authorizations.active)}
        detail={
          change === 0 ? words.weekSame : change > 0 ? words.weekMore(change) : words.weekFewer(-change)
        }
      />
      <Figure
        label={words.cards.thirdParties}
        value={f.number(thirdParties.live)}
        detail={
          thirdParties.waiting === 0 ? (
            words.noneWaiting
          ) : (
            <a href={`${paths.thirdParties}?state=waiting`}>{words.waiting(thirdParties.waiting)}</a>
          )
        }
      />
      <Figure
        label={words.cards.reading}
        value={
          readings.newestAt === undefined ? (
            words.noReading
          ) : (
            <Time view={view} at={readings.newestAt} as="time" />
          )
        }
        detail={
          <>
            {readings.newestAt === undefined ? null : (
              <>
                <Time view={view} at={readings.newestAt} as="date" />
                <br />
              </>
            )}
            {words.fresh(f.number(readings.fresh), f.number(readings.meters))}
          </>
        }
      />
      <Figure
        label={words.cards.api}
        value={api.requests === 0 ? '–' : f.percent(api.goodRatio)}
        detail={
          api.requests === 0 ? words.noRequests : words.apiDetail(f.number(api.p95Milliseconds), api.requests)
        }
      />
    </dl>
  );
}

function AttentionItem({ view, item }: { view: View; item: Attention }): VNode {
  const { t, paths } = view;
  const words = t.operator;
  const review = item.kind === 'review' || item.kind === 'redirect_uri';
  const href =
    item.kind === 'review'
      ? paths.thirdPartyReview(item.uid)
      : 'uid' in item
        ? paths.thirdParty(item.uid)
        : undefined;
  return (
    <li>
      <Status tone={review ? 'warn' : 'bad'}>
        {review ? words.attentionTags.review : words.attentionTags.failing}
      </Status>
      <div>
        <p>
          {item.kind === 'import' ? (
            words.attention.import(item.fileName)
          ) : item.kind === 'mail' ? (
            words.attention.mail(item.count)
          ) : (
            <>
              <strong>{item.name}</strong> {words.attention[item.kind]}
            </>
          )}
        </p>
        <p class="muted small">
          {words.since(<Time view={view} at={item.since} as="date" />)}
          {href === undefined ? null : (
            <>
              {' · '}
              <a href={href}>
                {item.kind === 'review' ? words.openRequest : words.openThirdParty}
                {'name' in item ? (
                  <span class="visually-hidden">
                    {t.shell.colon} {item.name}
                  </span>
                ) : null}
              </a>
            </>
          )}
        </p>
      </div>
    </li>
  );
}

function FirstDay({ view, props }: { view: View; props: OperatorOverviewProps }): VNode | null {
  const { t } = view;
  const { firstDay } = props;
  if (firstDay === undefined) return null;
  const steps = ['imported', 'tested', 'invited'] as const;
  return (
    <Card title={t.operator.firstDayTitle}>
      <ul class="checklist">
        {steps.map((step) => (
          <li>
            <Status tone={firstDay[step] ? 'good' : 'info'}>
              {firstDay[step] ? t.registration.done : t.registration.open}
            </Status>
            <p>{t.operator.firstDay[step]}</p>
          </li>
        ))}
      </ul>
      <p>{t.operator.firstDayLink(<CopyValue value={props.developersUrl} />)}</p>
    </Card>
  );
}

/** The operators' first page: how it stands, and what needs somebody. */
export function renderOperatorOverview(page: Page, props: OperatorOverviewProps): string {
  const view = viewOf(page);
  const { t } = view;
  const words = t.operator;
  return renderDocument(
    <OperatorFrame view={view} part="overview" title={words.overviewTitle} outbox={props.outbox}>
      <Heading title={words.overviewTitle} below={`${props.host} · ${words.version(props.version)}`} />
      <FirstDay view={view} props={props} />
      <Figures view={view} props={props} />
      <Card title={words.attentionTitle}>
        {props.attention.length === 0 ? (
          <p class="muted">{words.attentionNone}</p>
        ) : (
          <ul class="checklist">
            {props.attention.map((item) => (
              <AttentionItem view={view} item={item} />
            ))}
          </ul>
        )}
      </Card>
    </OperatorFrame>,
  );
}
