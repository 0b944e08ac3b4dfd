import type { Entry } from '../../espi/atom.ts';
import type { DataPage } from '../../espi/data-page.ts';
import { type Link, linkType } from '../../espi/links.ts';
import { expandPath } from '../../espi/resources.ts';
import { uuidV5 } from '../../espi/uuid.ts';
import type { Utility } from '../../storage/utilities.ts';
import type { EntryAnswer, FeedAnswer, FeedSize } from './answer.ts';
import type { ResourceContext, ResourceRequest } from './context.ts';
import { entityTag } from './identity.ts';
import { createDresser, dressEntry, type Loaded } from './loaded.ts';
import { paged } from './resource-query.ts';
import { type Wire, wireOf } from './wire.ts';

/** The link to the page about the utility's certification: once per answer, when the utility has one. */
function certificateLinks(utility: Utility): Link[] {
  const href = utility.settings.certificateUrl;
  return href === undefined ? [] : [{ rel: 'related', type: 'text/html', href }];
}

/** What was loaded or will be read, piece by piece. */
type Pieces = AsyncIterable<readonly Loaded[]> | Iterable<readonly Loaded[]>;

/** Dresses what was read, a piece when its turn comes. */
async function* toEntries(
  wire: Wire,
  pieces: AsyncIterable<readonly Loaded[]>,
): AsyncGenerator<readonly Entry[]> {
  const dress = createDresser(wire);
  for await (const piece of pieces) yield piece.map(dress);
}

/**
 * A feed of what was loaded or will be read.
 *
 * @param input.updated newest `updated` of the matching entries, milliseconds; where they are known by several statements not
 * later than the last stamp at the first of them, so that a reader who asks for what came since misses nothing.
 * @param input.pieces all of the feed, of which the page that is asked for is taken; or what reads that page.
 * @param input.content what identifies the entries, for the ETag.
 */
export function feedAnswer(
  context: ResourceContext,
  request: ResourceRequest,
  input: {
    readonly updated: number;
    readonly pieces: Pieces | ((page: DataPage) => AsyncIterable<readonly Loaded[]>);
    readonly content: unknown;
    readonly size?: FeedSize;
    readonly holds?: ReadonlySet<number>;
  },
): FeedAnswer {
  const { row, params, principal, query } = request;
  const { pieces } = input;
  const wire = wireOf(context, principal.utility);
  const path = expandPath(row.path, params);
  const self: Link = {
    rel: 'self',
    type: linkType(row.namespace, 'feed', row.type),
    href: wire.base + path,
  };
  return {
    form: 'feed',
    head: {
      uuid: uuidV5(wire.uuidNamespace, path),
      title: row.type,
      updated: input.updated,
      links: [self, ...certificateLinks(principal.utility)],
    },
    entries: toEntries(wire, typeof pieces === 'function' ? pieces(query.page) : paged(pieces, query.page)),
    style: wire.style,
    etag: entityTag(request, wire, [input.updated, input.content]),
    ...(input.size === undefined ? {} : { size: input.size }),
    ...(input.holds === undefined ? {} : { holds: input.holds }),
  };
}

/** A single resource as an answer. */
export function entryAnswer(context: ResourceContext, request: ResourceRequest, loaded: Loaded): EntryAnswer {
  const wire = wireOf(context, request.principal.utility);
  return {
    form: 'entry',
    entry: dressEntry(wire, loaded, certificateLinks(request.principal.utility)),
    style: wire.style,
    etag: entityTag(request, wire, loaded),
  };
}
