import type { DataPage } from '../../espi/data-page.ts';
import { sha256 } from '../../platform/hash.ts';
import type { AuthorizationSummary, AuthorizationView } from '../../storage/authorization-views.ts';
import { everyRow } from '../../storage/row-range.ts';
import { isActive } from '../authorization/granted-authorization.ts';
import type { FeedAnswer } from './answer.ts';
import { authorizationPages } from './authorization-pages.ts';
import {
  addSizes,
  countRuns,
  newestOfBulk,
  nothingPlanned,
  type PlannedPart,
  planRuns,
  runEntries,
  sizeOfBulk,
} from './bulk-parts.ts';
import type { ResourceContext, ResourceRequest } from './context.ts';
import { feedAnswer } from './feed-answer.ts';
import { loadedAuthorization } from './load-authorizations.ts';
import type { Loaded } from './loaded.ts';
import { isSmallPage, paged } from './resource-query.ts';
import { nothingSeen } from './subscription-entries.ts';
import { inWindow, isOpen } from './window.ts';

/** The Authorizations of a third party as they were counted, and when. */
export interface ManyAuthorizations {
  readonly found: AuthorizationSummary;
  readonly now: number;
}

const wholePage: DataPage = { skip: 0 };

/** How one request reads the Authorizations: a page of them at a time, and a run of their plans. */
function readerOf(context: ResourceContext, request: ResourceRequest, { found, now }: ManyAuthorizations) {
  const { principal, query, signal } = request;
  const { window } = query;
  const { client } = principal;
  const facts = { publicUrl: context.publicUrl, bulkUid: client.bulkUid, now };
  const of = { clientId: client.id, range: everyRow, upTo: found.last, signal };
  const loaded = (view: AuthorizationView): Loaded => loadedAuthorization(facts, view);
  const views = (page: DataPage) => authorizationPages(context, of, page);
  return {
    loaded,
    views,
    /** Plans all, run by run. @throws what the signal of the request was aborted with. */
    async *runs(onRun = countRuns({}, found.total)): AsyncGenerator<readonly PlannedPart[]> {
      for await (const some of views(wholePage))
        yield* planRuns(
          context,
          { principal, signal, onRun },
          some.map((view) => ({
            view,
            listed: inWindow(window, loaded(view)),
            window: isActive(view, now) ? window : undefined,
          })),
        );
    },
  };
}

type Reader = ReturnType<typeof readerOf>;

/** What is said of the feed before its first entry. */
type Head = Pick<Parameters<typeof feedAnswer>[2], 'updated' | 'content' | 'size'>;

/** The head of all, out of the plans of all, of which none is kept. */
async function plannedHead(
  { runs }: Reader,
  request: ResourceRequest,
  { found }: ManyAuthorizations,
): Promise<Head> {
  let identity = '';
  let newest = 0;
  let size = nothingPlanned;
  for await (const run of runs(countRuns(request, found.total))) {
    identity = sha256([identity, ...run.map((part) => part.identity)].join());
    newest = Math.max(newest, newestOfBulk(run));
    size = addSizes(size, sizeOfBulk(run));
  }
  if (size.entries === 0) return { updated: found.stamp, content: found.stamp, size };
  return { updated: Math.min(newest, found.stamp), content: identity, size };
}

/**
 * The head of a small page, or of what cannot wait for it, without planning what it does not hold: it says the last stamp of the utility, or of the range that
 * is asked for. Up to there the feed is whole, as up to the newest of its entries; whatever changes changes its ETag.
 */
function pageHead({ query }: ResourceRequest, { found }: ManyAuthorizations): Head {
  const { stamp, total, begun, over } = found;
  const latest = Math.max(query.window.range.updatedMax - 1, 0);
  return { updated: Math.min(stamp, latest), content: [stamp, total, begun, over] };
}

/**
 * The permanent bulk of a third party with many Authorizations: neither they nor their plans are held. Each page is read
 * when its turn comes; where windows bound the feed they are planned once for the list of Authorizations and once for the data.
 */
export async function manyBulkFeed(
  context: ResourceContext,
  request: ResourceRequest,
  many: ManyAuthorizations,
): Promise<FeedAnswer> {
  const { principal, query } = request;
  const reader = readerOf(context, request, many);
  const atOnce = request.headAtOnce === true || isSmallPage(query.page);
  const head = atOnce ? pageHead(request, many) : await plannedHead(reader, request, many);
  const all = isOpen(query.window);
  const holds = new Set<number>();
  /** Keys of those that the feed has listed, where it does not list all: data that come meanwhile have no parent there. */
  const listed = new Set<number>();

  async function* authorizations(): AsyncGenerator<readonly Loaded[]> {
    for await (const run of reader.runs()) {
      for (const { view } of run) listed.add(view.id);
      yield run.map(({ view }) => reader.loaded(view));
    }
  }
  async function* data(): AsyncGenerator<readonly Loaded[]> {
    const seen = nothingSeen();
    for await (const planned of reader.runs()) {
      const run = all ? planned : planned.filter(({ view }) => listed.has(view.id));
      yield* runEntries(context, { principal, holds }, { run, seen });
    }
  }
  async function* everything(): AsyncGenerator<readonly Loaded[]> {
    yield* authorizations();
    yield* data();
  }
  async function* pageOfAll({ skip, limit = Number.POSITIVE_INFINITY }: DataPage) {
    const { total } = many.found;
    const ofViews = Math.min(Math.max(total - skip, 0), limit);
    for await (const views of reader.views({ skip, limit: ofViews })) yield views.map(reader.loaded);
    yield* paged(data(), { skip: Math.max(skip - total, 0), limit: limit - ofViews });
  }
  return feedAnswer(context, request, { ...head, holds, pieces: all ? pageOfAll : everything() });
}
