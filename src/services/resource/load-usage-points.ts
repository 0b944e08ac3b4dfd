import {
  listSubscriptionLocalTimes,
  listSubscriptionUsagePoints,
  type SharedLocalTimeParameters,
  type SubscriptionUsagePoint,
} from '../../storage/subscription-usage-points.ts';
import type { GrantedAuthorization } from '../authorization/principal.ts';
import { grantOf } from './grant.ts';
import type { Loaded } from './loaded.ts';
import type { Loader } from './loader.ts';
import { seesNoun } from './visibility.ts';

/** A usage point with the collections below it that the customer shares. */
export function loadedUsagePoint(grant: GrantedAuthorization, row: SubscriptionUsagePoint): Loaded {
  const readings = seesNoun(grant, 'MeterReading');
  return {
    noun: 'UsagePoint',
    params: { auth_uid: grant.uid, meter_uid: row.uid },
    published: row.published,
    updated: row.updated,
    value: row.data,
    feeds: (['MeterReading', 'UsageSummary', 'ElectricPowerQualitySummary'] as const).filter((noun) =>
      seesNoun(grant, noun),
    ),
    entries: {
      MeterReading: readings ? row.readingUids.map((uid) => ({ reading_uid: uid })) : [],
      LocalTimeParameters: [{ tz_uid: row.localTime.uid }],
    },
  };
}

/** LocalTimeParameters for a usage feed. */
export function loadedLocalTime(row: SharedLocalTimeParameters): Loaded {
  return {
    noun: 'LocalTimeParameters',
    params: { tz_uid: row.uid },
    published: row.published,
    updated: row.updated,
    value: row.data,
  };
}

/** Loads UsagePoint: those of the Authorization. */
export const loadUsagePoints: Loader = async ({ db }, { principal, uid }) => {
  const grant = grantOf(principal);
  const rows = await listSubscriptionUsagePoints(db, {
    authorizationIds: [grant.id],
    meterUid: uid,
  });
  return rows.map((row) => loadedUsagePoint(grant, row));
};

/** Loads LocalTimeParameters: those that the usage points of the Authorization use. */
export const loadLocalTimes: Loader = async ({ db }, { principal, uid }) => {
  const rows = await listSubscriptionLocalTimes(db, { authorizationId: grantOf(principal).id, uid });
  return rows.map(loadedLocalTime);
};
