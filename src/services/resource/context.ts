import type { PathParams, ResourceRow } from '../../espi/resources.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../storage/database.ts';
import type { Principal } from '../authorization/principal.ts';
import type { PartCache } from '../large-feed/part-cache.ts';
import type { LargeFeedSettings } from '../large-feed/settings.ts';
import type { FeedSize } from './answer.ts';
import type { ResourceQuery } from './resource-query.ts';

/** What reading a resource needs. */
export interface ResourceContext {
  readonly db: Database;
  readonly clock: Clock;
  /** Where readers reach this installation, without a trailing slash. */
  readonly publicUrl: string;
  /** Namespace of the Atom ids of this installation. */
  readonly uuidNamespace: string;
  /** Opens the client secrets that ApplicationInformation shows. */
  readonly secretKey: Uint8Array;
  /** What is too large to be made while its reader waits, and how long it is kept; the defaults when absent. */
  readonly largeFeeds?: LargeFeedSettings | undefined;
  /** Remembers parts of finished feeds; without it each is read anew. */
  readonly partCache?: PartCache | undefined;
}

/** How far the planning of a feed is. */
export interface PlanProgress {
  /** What was planned so far. */
  readonly size: FeedSize;
  /** Which part of all that is: more than 0, at most 1. */
  readonly share: number;
}

/** One request for a row of the resource table. The values of `params` are well-formed uids. */
export interface ResourceRequest {
  readonly row: ResourceRow;
  readonly params: PathParams;
  readonly principal: Principal;
  /** The bearer token of the request: ApplicationInformation repeats it. */
  readonly token: string;
  readonly query: ResourceQuery;
  /** Aborted when nobody waits for the answer any more: planning it ends before its next statements. */
  readonly signal?: AbortSignal | undefined;
  /** Hears how far planning is where that takes many statements, after each of them. */
  readonly onPlanned?: ((progress: PlanProgress) => void) | undefined;
  /** The head is not to wait for plans: it says no more than can be known without them. Where there are many. */
  readonly headAtOnce?: boolean | undefined;
}
