import type { VNode } from 'preact';
import { Document, renderDocument } from '../components/document.tsx';
import type { Fact } from '../components/facts.tsx';
import { ButtonLink } from '../components/form.tsx';
import { GrantFacts } from '../components/grant-facts.tsx';
import { Heading } from '../components/heading.tsx';
import { Notice } from '../components/notice.tsx';
import { phoneOf } from '../components/phone.tsx';
import type { GrantFace } from '../grant.ts';
import { type Page, type View, viewOf } from '../page.ts';
import type { EndCause } from '../vocabulary.ts';
import { customerNavigation } from './navigation.ts';

export interface ReceiptProps {
  readonly grant: GrantFace;
  /** Masked address that the same receipt was mailed to. */
  readonly mailedTo?: string;
  /** The third party's address to go on to, when there is one. */
  readonly continueUrl?: string;
  /** Absent where an operator entered what was agreed. */
  readonly textVersion?: string;
  /** Set once sharing is over. */
  readonly ended?: { readonly at: number; readonly cause: EndCause };
}

/** How to stop and how to complain: on paper as well. */
function ReceiptRights({ view, stop }: { view: View; stop: boolean }): VNode {
  const { t, paths, page } = view;
  return (
    <div class="promises">
      {stop ? (
        <>
          <h2>{t.sharing.stopTitle}</h2>
          <p>{t.sharing.stopText(<a href={paths.sharing}>{t.sharing.title}</a>, phoneOf(view))}</p>
        </>
      ) : null}
      {page.utility.complaintUrl === '' ? null : (
        <>
          <h2>{t.sharing.complaintTitle}</h2>
          <p>{t.sharing.complaintText(<a href={page.utility.complaintUrl}>{t.sharing.complaintLink}</a>)}</p>
        </>
      )}
    </div>
  );
}

/** What was agreed, to keep. It stands even when the way back to the app fails. */
export function renderReceipt(page: Page, props: ReceiptProps): string {
  const view = viewOf(page);
  const { t } = view;
  const { grant, ended, mailedTo, continueUrl } = props;
  const { name } = grant.thirdParty;
  const title = ended ? t.sharing.receiptTitleEnded : t.sharing.receiptTitle;
  const more: Fact[] = props.textVersion === undefined ? [] : [[t.sharing.textVersion, props.textVersion]];
  return renderDocument(
    <Document view={view} title={title} width="narrow" nav={customerNavigation(view)}>
      <Heading title={title} />
      <Notice tone={ended ? 'info' : 'good'} live={ended === undefined}>
        <p>
          {ended ? t.sharing.receiptLeadEnded(name) : t.sharing.receiptLead(name)}
          {ended ? ` ${t.terms.endCauses[ended.cause](name, page.utility.name)}` : null}
        </p>
        {mailedTo === undefined ? null : <p>{t.sharing.mailed(mailedTo)}</p>}
      </Notice>
      <section class="card" aria-label={t.sharing.receipt}>
        <GrantFacts view={view} grant={grant} endedAt={ended?.at} more={more} />
      </section>
      {ended ? null : (
        <div class="actions screen-only">
          {continueUrl === undefined ? (
            <p>{t.sharing.closeThis(name)}</p>
          ) : (
            <ButtonLink href={continueUrl} look="primary">
              {t.sharing.continueTo(name)}
            </ButtonLink>
          )}
        </div>
      )}
      <ReceiptRights view={view} stop={ended === undefined} />
      <p class="muted small screen-only">{t.sharing.print}</p>
    </Document>,
  );
}
