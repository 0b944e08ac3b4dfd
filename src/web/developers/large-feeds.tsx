import { renderDocument } from '../components/document.tsx';
import { Card } from '../components/heading.tsx';
import { type LargeFeedFace, LargeFeeds } from '../components/large-feeds.tsx';
import { type PageOfRows, Pagination } from '../components/pagination.tsx';
import { type Page, viewOf } from '../page.ts';
import type { RegistrationFace } from '../registration-face.ts';
import { RegistrationFrame } from './registration-frame.tsx';

export interface ClientLargeFeedsProps {
  readonly registration: RegistrationFace;
  readonly feeds: readonly LargeFeedFace[];
  readonly rows: PageOfRows;
}

/** The large feeds that a third party asked for and the bulks that were cut for it. */
export function renderClientLargeFeeds(page: Page, props: ClientLargeFeedsProps): string {
  const view = viewOf(page);
  const { t } = view;
  const words = t.largeFeeds;
  return renderDocument(
    <RegistrationFrame view={view} registration={props.registration} tab="largeFeeds">
      <Card title={words.title}>
        <p class="muted">
          {words.lead} {t.developers.timeZoneNote(page.utility.timeZone)}
        </p>
        <LargeFeeds view={view} feeds={props.feeds} />
        <Pagination view={view} rows={props.rows} />
      </Card>
    </RegistrationFrame>,
  );
}
