import { renderDocument } from '../components/document.tsx';
import { Heading } from '../components/heading.tsx';
import { type LargeFeedFace, LargeFeeds } from '../components/large-feeds.tsx';
import { type PageOfRows, Pagination } from '../components/pagination.tsx';
import { type Page, viewOf } from '../page.ts';
import { type OperatorBase, OperatorFrame } from './frame.tsx';

/** A large feed with whose it is, and why the last try to write it failed. */
export interface OperatorLargeFeed extends LargeFeedFace {
  readonly thirdParty: { readonly uid: string; readonly name: string };
  readonly authorizationUid?: string;
  readonly error?: string;
}

export interface LargeFeedsProps extends OperatorBase {
  readonly feeds: readonly OperatorLargeFeed[];
  readonly rows: PageOfRows;
}

/** Every large feed that is being written or kept at this utility. */
export function renderLargeFeeds(page: Page, { feeds, rows, outbox }: LargeFeedsProps): string {
  const view = viewOf(page);
  const { t, paths } = view;
  const words = t.largeFeeds;
  return renderDocument(
    <OperatorFrame view={view} part="largeFeeds" title={words.title} outbox={outbox}>
      <Heading title={words.title} below={words.lead} />
      <div class="card">
        <LargeFeeds
          view={view}
          feeds={feeds}
          why={({ error }) => error}
          whose={[
            {
              head: t.operator.thirdParty,
              cell: ({ thirdParty, authorizationUid }) => (
                <>
                  <a href={paths.thirdParty(thirdParty.uid)}>{thirdParty.name}</a>
                  {authorizationUid === undefined ? null : (
                    <span class="small block">
                      <a href={paths.authorization(authorizationUid)}>
                        <code>{authorizationUid}</code>
                      </a>
                    </span>
                  )}
                </>
              ),
            },
          ]}
        />
        <Pagination view={view} rows={rows} />
      </div>
    </OperatorFrame>,
  );
}
