import type { UsageSummary } from '../../espi/schema/usage.ts';
import { newUid } from '../../platform/ids.ts';
import { mergeQualitySummaries } from '../../storage/quality-summaries.ts';
import type { KnownUsagePoint } from '../../storage/usage-points.ts';
import {
  listUsageSummaryFiles,
  mergeUsageSummaries,
  type UsageSummaryRow,
} from '../../storage/usage-summaries.ts';
import { type BatchContext, lastByKey, unknownKey } from './batch-context.ts';
import type { IngestQualitySummary, IngestUsageSummary } from './ingest-batch.ts';
import { countOf, noCount, type WriteCount } from './write-count.ts';
import { writeFile } from './write-files.ts';

type UsagePoints = ReadonlyMap<string, KnownUsagePoint>;

const keyOf = ({ usagePointKey, sourceKey }: { usagePointKey: string; sourceKey: string }): string =>
  `${usagePointKey}\n${sourceKey}`;

function upIdOf(points: UsagePoints, usagePointKey: string, whose: string): number {
  const point = points.get(usagePointKey);
  if (point === undefined) throw unknownKey('UsagePoint', usagePointKey, whose);
  return point.id;
}

// The years that a date of Atom can have.
const [firstSecond, lastSecond] = [-62_135_596_800, 253_402_300_799];

/** When a bill was issued, in seconds: what it says, or the end of its period where it says 0. */
function issuedOf({ statusTimeStamp, billingPeriod }: UsageSummary): number {
  const said = statusTimeStamp > 0 || billingPeriod === undefined;
  const issued = said ? statusTimeStamp : billingPeriod.start + billingPeriod.duration;
  return Math.min(Math.max(issued, firstSecond), lastSecond);
}

/**
 * Writes bills, with their images where there are any. One that comes without its image keeps the one that it has.
 *
 * @throws AppError `invalid_input` when its usage point is not known.
 */
export async function writeUsageSummaries(
  context: BatchContext,
  points: UsagePoints,
  input: readonly IngestUsageSummary[],
): Promise<WriteCount> {
  if (input.length === 0) return noCount;
  const stamp = await context.stamp();
  const bills = lastByKey(input, keyOf).map((bill) => ({
    ...bill,
    upId: upIdOf(points, bill.usagePointKey, `The UsageSummary "${bill.sourceKey}"`),
  }));
  const files = await listUsageSummaryFiles(context.tx, bills);
  const fileOf = new Map(files.map(({ upId, sourceKey, fileUid }) => [`${upId}\n${sourceKey}`, fileUid]));
  const rows: UsageSummaryRow[] = [];
  for (const { upId, sourceKey, value, file } of bills) {
    const fileUid = file === undefined ? null : (fileOf.get(`${upId}\n${sourceKey}`) ?? newUid());
    const fileChanged =
      file !== undefined && fileUid !== null && (await writeFile(context, file, { uid: fileUid, upId }));
    rows.push({
      upId,
      uid: newUid(),
      sourceKey,
      issued: issuedOf(value),
      data: value,
      fileUid,
      fileChanged,
    });
  }
  return countOf(rows.length, await mergeUsageSummaries(context.tx, { stamp, rows }));
}

/**
 * Writes quality summaries.
 *
 * @throws AppError `invalid_input` when its usage point is not known.
 */
export async function writeQualitySummaries(
  context: BatchContext,
  points: UsagePoints,
  input: readonly IngestQualitySummary[],
): Promise<WriteCount> {
  if (input.length === 0) return noCount;
  const rows = lastByKey(input, keyOf).map(({ usagePointKey, sourceKey, value }) => ({
    upId: upIdOf(points, usagePointKey, `The ElectricPowerQualitySummary "${sourceKey}"`),
    uid: newUid(),
    sourceKey,
    start: value.summaryInterval.start,
    data: value,
  }));
  return countOf(
    rows.length,
    await mergeQualitySummaries(context.tx, { stamp: await context.stamp(), rows }),
  );
}
