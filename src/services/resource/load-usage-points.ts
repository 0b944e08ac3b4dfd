import type { Noun } from '../../espi/resources.ts';
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

const collections = ['MeterReading', 'UsageSummary', 'ElectricPowerQualitySummary'] as const;
const shared = new WeakMap<GrantedAuthorization, readonly Noun[]>();

/** The collections below a usage point that a customer shares. */
function sharedCollections(grant: GrantedAuthorization): readonly Noun[] {
  let nouns = shared.get(grant);
  if (nouns === undefined) {
    nouns = collections.filter((noun) => seesNoun(grant, noun));
    shared.set(grant, nouns);
  }
  return nouns;
}

/** A usage point with the collections below it that the customer shares. */
export function loadedUsagePoint(grant: GrantedAuthorization, row: SubscriptionUsagePoint): Loaded {
  const feeds = sharedCollections(grant);
  return {
    noun: 'UsagePoint',
    params: { auth_uid: grant.uid, meter_uid: row.uid },
    published: row.published,
    updated: row.updated,
    value: row.data,
    feeds,
    entries: {
      MeterReading: feeds.includes('MeterReading')
        ? row.readingUids.map((uid) => ({ reading_uid: uid }))
        : [],
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
