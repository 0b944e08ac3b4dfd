import { canonicalPage } from '../../espi/data-page.ts';
import { expandPath, resourceRoot } from '../../espi/resources.ts';
import { formatTime } from '../../espi/time.ts';
import { sha256 } from '../../platform/hash.ts';
import type { StoredBounds } from '../../storage/large-feeds.ts';
import { everyRow, type RowRange } from '../../storage/row-range.ts';
import type { ResourceContext, ResourceRequest } from '../resource/context.ts';
import type { ResourceQuery } from '../resource/resource-query.ts';
import type { Window } from '../resource/window.ts';
import { wireOf } from '../resource/wire.ts';

/**
 * A maximum that was later than this long ago is as good as now: clients send their own now, rounded down, by a
 * clock that may be slow.
 */
const slackMs = 5 * 60_000;

/** A window that bounds nothing by a side whose bound is open. */
function windowOf(range: RowRange): Window {
  return {
    range,
    byPublished: Number.isFinite(range.startMin) || Number.isFinite(range.startMax),
    byUpdated: Number.isFinite(range.updatedMin) || Number.isFinite(range.updatedMax),
  };
}

/** The window without its maxima that lie after a time, milliseconds. */
function openAfter({ range }: Window, time: number): Window {
  return windowOf({
    ...range,
    startMax: range.startMax * 1000 >= time ? everyRow.startMax : range.startMax,
    updatedMax: range.updatedMax >= time ? everyRow.updatedMax : range.updatedMax,
  });
}

/** One canonical way to ask for a feed. */
export interface CanonicalRequest {
  /** Equal for all requests that are the same question. */
  readonly key: string;
  readonly request: ResourceRequest;
}

function canonical(
  context: Pick<ResourceContext, 'publicUrl' | 'uuidNamespace'>,
  request: ResourceRequest,
  window: Window,
): CanonicalRequest {
  const { row, params, principal, query } = request;
  const { authorization: grant, client, utility } = principal;
  const scope = grant && [grant.id, grant.updated, grant.scope, grant.dataStart, grant.dataEnd];
  const question = [row.name, params, Object.values(window.range).map(String), canonicalPage(query.page)];
  const wire = wireOf(context, utility);
  const key = sha256(JSON.stringify([question, client.id, scope, wire, utility.settings]));
  return { key, request: { ...request, query: { ...query, window } } };
}

/** How a request is known again. */
export interface RequestKeys {
  /** What it asks for now: a maximum at or after now is none. */
  readonly now: CanonicalRequest;
  /** The same without any maximum: what it asked for before its maximum had passed. */
  readonly open: CanonicalRequest;
  /** The open question is the same one when it was first asked before this time, milliseconds. */
  readonly openUntil: number;
}

/**
 * The canonical forms of a request. Different spellings of an instant, and maxima that move on with the clock, come
 * to the same; the grant's own stamp is part of the key, so that a changed Authorization finds nothing old.
 */
export function requestKeys(
  context: Pick<ResourceContext, 'publicUrl' | 'uuidNamespace'>,
  request: ResourceRequest,
  now: number,
): RequestKeys {
  const { window } = request.query;
  return {
    now: canonical(context, request, openAfter(window, now - slackMs)),
    open: canonical(context, request, openAfter(window, Number.NEGATIVE_INFINITY)),
    openUntil: Math.min(window.range.startMax * 1000, window.range.updatedMax) + slackMs,
  };
}

const stored = (bound: number): number | null => (Number.isFinite(bound) ? bound : null);

/** A window as it is stored. */
export function storedBounds({ range }: Window): StoredBounds {
  return [stored(range.startMin), stored(range.startMax), stored(range.updatedMin), stored(range.updatedMax)];
}

/** The query of a stored request. */
export function queryOf(
  [startMin, startMax, updatedMin, updatedMax]: StoredBounds,
  page: ResourceQuery['page'],
): ResourceQuery {
  const range = {
    startMin: startMin ?? everyRow.startMin,
    startMax: startMax ?? everyRow.startMax,
    updatedMin: updatedMin ?? everyRow.updatedMin,
    updatedMax: updatedMax ?? everyRow.updatedMax,
  };
  return { window: windowOf(range), page };
}

/** The absolute URI of a request with its windows. */
export function requestUri(
  { publicUrl }: Pick<ResourceContext, 'publicUrl'>,
  { row, params, query }: Pick<ResourceRequest, 'row' | 'params' | 'query'>,
): string {
  const { startMin, startMax, updatedMin, updatedMax } = query.window.range;
  const bounds = [
    ['published-min', startMin * 1000],
    ['published-max', startMax * 1000],
    ['updated-min', updatedMin],
    ['updated-max', updatedMax],
  ] as const;
  const parameters = [
    ...bounds
      .filter(([, time]) => Number.isFinite(time))
      .map(([name, time]) => `${name}=${formatTime(time)}`),
    ...[canonicalPage(query.page)].filter((page) => page !== ''),
  ];
  const path = publicUrl + resourceRoot + expandPath(row.path, params);
  return parameters.length === 0 ? path : `${path}?${parameters.join('&')}`;
}
