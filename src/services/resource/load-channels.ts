import { everyRow } from '../../storage/row-range.ts';
import { listSubscriptionChannels, type SubscriptionChannel } from '../../storage/subscription-channels.ts';
import type { UtilitySettings } from '../../storage/utilities.ts';
import type { GrantedAuthorization } from '../authorization/principal.ts';
import { type BlockSpan, blockSpanOf } from './block-span.ts';
import { blockUid } from './block-uid.ts';
import { grantOf, withinGrant } from './grant.ts';
import type { Loaded } from './loaded.ts';
import type { Loader } from './loader.ts';

/** Which blocks a query of channels should name, so that a MeterReading can link to each: one more than allowed. */
export function linkedBlocks(
  grant: GrantedAuthorization,
  settings: UtilitySettings,
): { limit: number; min: number; max: number; by: BlockSpan } | undefined {
  if (settings.intervalBlockLinks === 0) return undefined;
  const { startMin, startMax } = withinGrant(grant, everyRow);
  return {
    limit: settings.intervalBlockLinks + 1,
    min: startMin,
    max: startMax,
    by: blockSpanOf(grant, settings),
  };
}

/** What a MeterReading consists of: the same object, so that its text is made once. */
const nothing = {};
const onlyBlocks = ['IntervalBlock'] as const;

/** A MeterReading. Its blocks are linked one by one only where they are few, as the utility's settings say. */
export function loadedMeterReading(
  grant: GrantedAuthorization,
  settings: UtilitySettings,
  row: SubscriptionChannel,
): Loaded {
  const days = row.blockDays.length > settings.intervalBlockLinks ? [] : row.blockDays;
  return {
    noun: 'MeterReading',
    params: { auth_uid: grant.uid, meter_uid: row.meterUid, reading_uid: row.uid },
    published: row.published,
    updated: row.updated,
    value: nothing,
    feeds: onlyBlocks,
    entries: {
      UsagePoint: [{}],
      IntervalBlock: days.map((day) => ({ block_uid: blockUid(day) })),
      ReadingType: [{ type_uid: row.readingTypeUid }],
    },
  };
}

/** The ReadingType of a channel. */
export function loadedReadingType(grant: GrantedAuthorization, row: SubscriptionChannel): Loaded {
  return {
    noun: 'ReadingType',
    params: { type_uid: row.readingTypeUid },
    published: row.published,
    updated: row.updated,
    value: row.readingType,
    entries: { MeterReading: [{ auth_uid: grant.uid, meter_uid: row.meterUid, reading_uid: row.uid }] },
  };
}

/** Loads MeterReading: the channels of a usage point. */
export const loadMeterReadings: Loader = async ({ db }, { principal, params, uid }) => {
  const grant = grantOf(principal);
  const { settings } = principal.utility;
  const rows = await listSubscriptionChannels(db, {
    authorizationIds: [grant.id],
    meterUid: params.meter_uid,
    readingUid: uid,
    blocks: linkedBlocks(grant, settings),
  });
  return rows.map((row) => loadedMeterReading(grant, settings, row));
};

/** Loads ReadingType: of all channels of the Authorization. */
export const loadReadingTypes: Loader = async ({ db }, { principal, uid }) => {
  const grant = grantOf(principal);
  const rows = await listSubscriptionChannels(db, { authorizationIds: [grant.id], readingTypeUid: uid });
  return rows.map((row) => loadedReadingType(grant, row));
};
