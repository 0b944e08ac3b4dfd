import { type Noun, nouns } from '../../espi/resources.ts';
import type { ComplexValue } from '../../espi/schema/define.ts';
import { AppError } from '../../platform/errors.ts';
import { newUid } from '../../platform/ids.ts';
import {
  type CustomerResourceRow,
  findCustomerData,
  findCustomerResources,
  type KnownCustomerResource,
  mergeCustomerResources,
} from '../../storage/customer-resources.ts';
import { linkServedUsagePoints, setServedKeys } from '../../storage/served-usage-points.ts';
import { type BatchContext, lastByKey, unknownKey } from './batch-context.ts';
import type { IngestBatch, IngestCustomerResource, IngestFile } from './ingest-batch.ts';
import { addCounts, countOf, noCount, type WriteCount } from './write-count.ts';
import { writeFile } from './write-files.ts';

/** Nouns of the customer tree, a parent before what stands below it. */
export const customerNouns = [
  'Customer',
  'CustomerAccount',
  'CustomerAgreement',
  'ServiceSupplier',
  'ProgramDateIdMappings',
  'ServiceLocation',
  'Meter',
  'EndDevice',
  'Statement',
] as const satisfies readonly Noun[];

const filePath = '/Non-ESPI/';

type StatementRef = { readonly statementURL: string };

/** Stores the file of a Statement and refers to it; a reference to a stored file that was there stays. */
async function withFile(
  context: BatchContext,
  { noun, sourceKey, value, file }: IngestCustomerResource,
  customerId: number | null,
): Promise<{ data: ComplexValue; fileChanged: boolean }> {
  if (noun !== 'Statement') return { data: value, fileChanged: false };
  const { utilityId, tx } = context;
  const stored = await findCustomerData(tx, { utilityId, noun, sourceKey });
  const refsOf = (data: ComplexValue | undefined): StatementRef[] =>
    (data?.statementRef ?? []) as StatementRef[];
  const own = refsOf(stored).filter(({ statementURL }) => statementURL.startsWith(filePath));
  if (file === undefined) {
    const statementRef = [...refsOf(value), ...own];
    return { data: statementRef.length === 0 ? value : { ...value, statementRef }, fileChanged: false };
  }
  const uid = own[0]?.statementURL.slice(filePath.length) ?? newUid();
  const owner = customerId === null ? { uid } : { uid, customerId };
  const fileChanged = await writeFile(context, file, owner);
  return { data: { ...value, statementRef: [...refsOf(value), statementRef(file, uid)] }, fileChanged };
}

const statementRef = ({ fileName, mediaType }: IngestFile, uid: string) => ({
  fileName,
  mediaType,
  statementURL: filePath + uid,
});

async function parentsOf(
  { tx, utilityId }: BatchContext,
  noun: Noun,
  resources: readonly IngestCustomerResource[],
): Promise<Map<string, KnownCustomerResource>> {
  const sourceKeys = [
    ...new Set(resources.flatMap(({ parentKey }) => (parentKey === undefined ? [] : [parentKey]))),
  ];
  const found = await findCustomerResources(tx, { utilityId, noun, sourceKeys });
  return new Map(found.map((resource) => [resource.sourceKey, resource]));
}

async function writeNoun(
  context: BatchContext,
  noun: (typeof customerNouns)[number],
  resources: readonly IngestCustomerResource[],
): Promise<WriteCount> {
  const { under } = nouns[noun];
  const parentNoun = under.startsWith('/') ? undefined : (under as Noun);
  const parents = parentNoun === undefined ? new Map() : await parentsOf(context, parentNoun, resources);
  const rows: CustomerResourceRow[] = [];
  for (const resource of resources) {
    const { sourceKey, parentKey } = resource;
    const parent: KnownCustomerResource | undefined = parents.get(parentKey ?? '');
    if (parentNoun !== undefined && parent === undefined)
      throw unknownKey(parentNoun, parentKey ?? '', `The ${noun} "${sourceKey}"`);
    const customerId = parent?.customerId ?? null;
    const { data, fileChanged } = await withFile(context, resource, customerId);
    rows.push({ uid: newUid(), sourceKey, parentId: parent?.id ?? null, customerId, data, fileChanged });
  }
  const { tx, utilityId } = context;
  const count = await mergeCustomerResources(tx, { utilityId, noun, stamp: await context.stamp(), rows });
  return countOf(rows.length, count);
}

/**
 * Writes resources of the customer tree, in whatever order they stand in the batch.
 *
 * @throws AppError `invalid_input` when one is below a resource that is not known.
 */
export async function writeCustomerResources(
  context: BatchContext,
  input: readonly IngestCustomerResource[],
): Promise<WriteCount> {
  let count = noCount;
  const stray = input.find(({ noun }) => !(customerNouns as readonly Noun[]).includes(noun));
  if (stray !== undefined)
    throw new AppError(
      'invalid_input',
      `${stray.noun} "${stray.sourceKey}" is no resource of the customer tree.`,
    );
  for (const noun of customerNouns) {
    const resources = lastByKey(
      input.filter((resource) => resource.noun === noun),
      ({ sourceKey }) => sourceKey,
    );
    if (resources.length > 0) count = addCounts(count, await writeNoun(context, noun, resources));
  }
  return count;
}

/**
 * Writes which usage points ServiceLocations serve: those of the batch, and those that waited for a usage point of
 * the batch. A usage point that is not here yet is remembered until it comes.
 *
 * @returns how many ServiceLocations serve others than before.
 */
export async function writeServedUsagePoints(
  { tx, utilityId, stamp }: BatchContext,
  batch: IngestBatch,
): Promise<number> {
  const locations = new Map(
    batch.customerResources.flatMap(({ noun, sourceKey, usagePointKeys }) =>
      noun === 'ServiceLocation' && usagePointKeys !== undefined
        ? [[sourceKey, usagePointKeys] as const]
        : [],
    ),
  );
  const usagePointKeys = batch.usagePoints.map(({ sourceKey }) => sourceKey);
  if (locations.size + usagePointKeys.length === 0) return 0;
  const sourceKeys = [...locations.keys()];
  const found = await findCustomerResources(tx, { utilityId, noun: 'ServiceLocation', sourceKeys });
  for (const { id, sourceKey } of found)
    await setServedKeys(tx, { serviceLocationId: id, keys: [...new Set(locations.get(sourceKey))] });
  const serviceLocationIds = found.map(({ id }) => id);
  return await linkServedUsagePoints(tx, {
    utilityId,
    stamp: await stamp(),
    serviceLocationIds,
    usagePointKeys,
  });
}
