import { readBulk } from '../bulk/read-bulk.ts';
import { answerLarge } from '../large-feed/answer-large.ts';
import type { Answer } from './answer.ts';
import { authorizationFeed } from './authorization-feed.ts';
import { blockFeed } from './block-feed.ts';
import { collectionFeed } from './collection-feed.ts';
import type { ResourceContext, ResourceRequest } from './context.ts';
import { customerFeed } from './customer-feed.ts';
import { entryAnswer } from './feed-answer.ts';
import { findEntry } from './find-entry.ts';
import { readFile } from './read-file.ts';
import { serviceStatus } from './service-status.ts';
import { subscriptionFeed } from './subscription-feed.ts';

type Reader = (context: ResourceContext, request: ResourceRequest) => Answer | Promise<Answer>;

const subscription: Reader = (context, request) => answerLarge(context, request, subscriptionFeed);

/** Rows that are not a noun's collection or entry, by their name. */
const special: Readonly<Record<string, Reader>> = {
  'Batch Subscription': subscription,
  'Batch UsagePoint': subscription,
  'Batch RetailCustomer': customerFeed,
  Bulk: readBulk,
  ReadServiceStatus: serviceStatus,
  'Non-ESPI': readFile,
  'Authorization feed': authorizationFeed,
  'IntervalBlock feed': blockFeed,
};

/**
 * Answers a request for a row of the resource table. The request has passed `checkAccess`.
 *
 * @throws AppError `not_found`.
 */
export async function readResource(context: ResourceContext, request: ResourceRequest): Promise<Answer> {
  const { name, noun, form } = request.row;
  const reader = special[name];
  if (reader !== undefined) return await reader(context, request);
  if (noun === undefined) throw new RangeError(`No service reads the resource row ${name}`);
  if (form === 'feed') return await collectionFeed(context, request, noun);
  return entryAnswer(context, request, await findEntry(context, request, noun));
}
