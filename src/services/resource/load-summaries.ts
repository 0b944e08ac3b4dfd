import {
  listSubscriptionQualitySummaries,
  listSubscriptionUsageSummaries,
} from '../../storage/subscription-summaries.ts';
import { grantOf, withinGrant } from './grant.ts';
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

/** Loads UsageSummary: the bills of a usage point by issue date, each with a link to its image. */
export const loadUsageSummaries: Loader = async ({ db }, input) => {
  const rows = await listSubscriptionUsageSummaries(db, filterOf(input));
  return rows.map((row) => ({
    noun: 'UsageSummary',
    params: { ...input.params, summary_uid: row.uid },
    published: row.published,
    updated: row.updated,
    time: row.time,
    value: row.data,
    entries: { UsagePoint: [{}] },
    files:
      row.fileUid === null || row.fileMediaType === null
        ? []
        : [{ uid: row.fileUid, mediaType: row.fileMediaType }],
  }));
};

/** Loads ElectricPowerQualitySummary: those of a usage point by the start of their interval. */
export const loadQualitySummaries: Loader = async ({ db }, input) => {
  const rows = await listSubscriptionQualitySummaries(db, filterOf(input));
  return rows.map((row) => ({
    noun: 'ElectricPowerQualitySummary',
    params: { ...input.params, power_uid: row.uid },
    published: row.published,
    updated: row.updated,
    time: row.time,
    value: row.data,
    entries: { UsagePoint: [{}] },
  }));
};
