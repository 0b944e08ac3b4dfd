import { canonicalJson } from '../../platform/canonical-json.ts';
import { newUid } from '../../platform/ids.ts';
import { findCustomerResources } from '../../storage/customer-resources.ts';
import { ensureLocalTimeParameters } from '../../storage/local-time-parameters.ts';
import { findUsagePoints, mergeUsagePoints } from '../../storage/usage-points.ts';
import { type BatchContext, lastByKey, unknownKey } from './batch-context.ts';
import type { IngestUsagePoint } from './ingest-batch.ts';
import { countOf, noCount, type WriteCount } from './write-count.ts';

async function customerIds(
  { tx, utilityId }: BatchContext,
  points: readonly IngestUsagePoint[],
): Promise<Map<string, number>> {
  const sourceKeys = [
    ...new Set(points.flatMap(({ customerKey }) => (customerKey === undefined ? [] : [customerKey]))),
  ];
  const found = await findCustomerResources(tx, { utilityId, noun: 'Customer', sourceKeys });
  return new Map(found.map(({ sourceKey, id }) => [sourceKey, id]));
}

/** Keys of the LocalTimeParameters of the points, by their canonical JSON. */
async function localTimeIds(
  context: BatchContext,
  points: readonly IngestUsagePoint[],
): Promise<Map<string, number>> {
  const different = new Map(
    points.map(({ localTimeParameters }) => [canonicalJson(localTimeParameters), localTimeParameters]),
  );
  const { ids } = await ensureLocalTimeParameters(context.tx, {
    utilityId: context.utilityId,
    stamp: await context.stamp(),
    rows: [...different.values()].map((data) => ({ uid: newUid(), data })),
  });
  return new Map([...different.keys()].map((text, i) => [text, ids[i] ?? 0]));
}

/** Leaves out those that are only mentioned and stored already. */
async function withoutMentioned(
  { tx, utilityId }: BatchContext,
  points: readonly IngestUsagePoint[],
): Promise<readonly IngestUsagePoint[]> {
  const sourceKeys = points.flatMap(({ mentioned, sourceKey }) => (mentioned === true ? [sourceKey] : []));
  const stored = new Set(
    (await findUsagePoints(tx, { utilityId, sourceKeys })).map(({ sourceKey }) => sourceKey),
  );
  return points.filter(({ mentioned, sourceKey }) => mentioned !== true || !stored.has(sourceKey));
}

/**
 * Writes usage points and their LocalTimeParameters. Customers must have been written before.
 *
 * @throws AppError `invalid_input` when one belongs to a customer that is not known.
 */
export async function writeUsagePoints(
  context: BatchContext,
  input: readonly IngestUsagePoint[],
): Promise<WriteCount> {
  if (input.length === 0) return noCount;
  const given = lastByKey(input, ({ sourceKey }) => sourceKey);
  const points = await withoutMentioned(context, given);
  const customers = await customerIds(context, points);
  const localTimes = await localTimeIds(context, points);
  const count = await mergeUsagePoints(context.tx, {
    utilityId: context.utilityId,
    stamp: await context.stamp(),
    rows: points.map(({ sourceKey, customerKey, timeZone, localTimeParameters, value }) => {
      const customerId = customerKey === undefined ? null : customers.get(customerKey);
      if (customerId === undefined)
        throw unknownKey('Customer', customerKey ?? '', `The usage point "${sourceKey}"`);
      const localTimeParametersId = localTimes.get(canonicalJson(localTimeParameters)) ?? 0;
      return { uid: newUid(), sourceKey, timeZone, localTimeParametersId, customerId, data: value };
    }),
  });
  return countOf(given.length, count);
}
