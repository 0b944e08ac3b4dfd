import { dataKindsOf } from '../../espi/function-blocks.ts';
import { parseScope } from '../../espi/scope.ts';
import type { getAuthorizationRecord } from '../../services/reporting/operator-authorizations.ts';
import type { GrantFace, History, MeterFace, Until } from '../grant.ts';
import type { AuthorizationState, ServiceKind } from '../vocabulary.ts';
import { detailsOf, type Registration } from './registration-views.ts';
import type { Visit } from './visit.ts';

type Record = Awaited<ReturnType<typeof getAuthorizationRecord>>;

/** When an authorization ends. */
export function untilOf({
  duration,
  end,
}: {
  readonly duration: string;
  readonly end: number | null;
}): Until {
  if (end === null) return { kind: 'until_stopped' };
  return { kind: duration === 'once' ? 'once' : 'until', at: end };
}

/** Where an authorization stands at an instant. */
export function stateOf(
  { status, end }: { readonly status: number; readonly end: number | null },
  now: number,
): AuthorizationState {
  if (status === 2) return 'declined';
  return status === 1 && (end === null || end > now) ? 'active' : 'ended';
}

/** @see espi.xsd ServiceKind */
const services: { readonly [kind: number]: ServiceKind } = {
  0: 'electricity',
  1: 'gas',
  2: 'water',
  5: 'heat',
};

function meterOf(meter: Record['meters'][number], account: string | null): MeterFace {
  return {
    uid: meter.uid,
    address: meter.address ?? meter.sourceKey,
    service: services[meter.service ?? 0] ?? 'other',
    ...(meter.meterNumber === null ? {} : { meterNumber: meter.meterNumber }),
    ...(account === null ? {} : { accountEnding: account.slice(-4) }),
  };
}

function historyOf(dataStart: number | null, since: number): History {
  if (dataStart === null) return { kind: 'all' };
  return dataStart >= since ? { kind: 'none' } : { kind: 'since', at: dataStart };
}

/** An authorization as the pages show what is shared. */
export function grantOf(visit: Visit, record: Record, registration: Registration): GrantFace {
  const details = detailsOf(registration, visit.paths);
  const french = visit.locale === 'fr' ? details.purposeFr !== '' : details.purposeEn === '';
  return {
    uid: record.uid,
    thirdParty: {
      name: registration.name,
      siteUrl: details.siteUrl,
      purpose: { text: french ? details.purposeFr : details.purposeEn, lang: french ? 'fr' : 'en' },
      registeredSince: details.registeredAt,
      ...(details.logoUrl === undefined ? {} : { logoUrl: details.logoUrl }),
    },
    meters: record.meters.map((meter) => meterOf(meter, record.account)),
    dataKinds: [...dataKindsOf(parseScope(record.scope))],
    history: historyOf(record.dataStart, record.since),
    since: record.since,
    until: untilOf(record),
  };
}
