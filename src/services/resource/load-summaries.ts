import type { PathParams } from '../../espi/resources.ts';
import {
  listSubscriptionQualitySummaries,
  listSubscriptionUsageSummaries,
  type SubscriptionQualitySummary,
  type SubscriptionUsageSummary,
} from '../../storage/subscription-summaries.ts';
import { grantOf, withinGrant } from './grant.ts';
import type { Loaded } from './loaded.ts';
import type { Loader, LoadInput } from './loader.ts';

function filterOf({ principal, params, uid, range }: LoadInput) {
  const grant = grantOf(principal);
  return {
    authorizationId: grant.id,
    meterUid: params.meter_uid ?? '',
    uid,
    range: withinGrant(grant, range),
  };
}

/**
 * A bill, with a link to its image.
 *
 * @param params those of its usage point.
 */
export function loadedUsageSummary(params: PathParams, row: SubscriptionUsageSummary): Loaded {
  return {
    noun: 'UsageSummary',
    params: { ...params, summary_uid: row.uid },
    published: row.published,
    updated: row.updated,
    time: row.time,
    value: row.data,
    entries: { UsagePoint: [{}] },
    files:
      row.fileUid === null || row.fileMediaType === null
        ? []
        : [{ uid: row.fileUid, mediaType: row.fileMediaType }],
  };
}

/** A quality summary. `params` are those of its usage point. */
export function loadedQualitySummary(params: PathParams, row: SubscriptionQualitySummary): Loaded {
  return {
    noun: 'ElectricPowerQualitySummary',
    params: { ...params, power_uid: row.uid },
    published: row.published,
    updated: row.updated,
    time: row.time,
    value: row.data,
    entries: { UsagePoint: [{}] },
  };
}

/** Loads UsageSummary: the bills of a usage point by issue date. */
export const loadUsageSummaries: Loader = async ({ db }, input) => {
  const rows = await listSubscriptionUsageSummaries(db, filterOf(input));
  return rows.map((row) => loadedUsageSummary(input.params, row));
};

/** Loads ElectricPowerQualitySummary: those of a usage point by the start of their interval. */
export const loadQualitySummaries: Loader = async ({ db }, input) => {
  const rows = await listSubscriptionQualitySummaries(db, filterOf(input));
  return rows.map((row) => loadedQualitySummary(input.params, row));
};
