import type { CustomerAccount, CustomerAgreement, ServiceLocation } from '../../espi/schema/customer.ts';
import type { UsagePoint } from '../../espi/schema/usage.ts';
import type { CustomerMeterRow } from '../../storage/customer-meters.ts';

/** What a meter measures, in the words of the pages. */
type ServiceKind = 'electricity' | 'gas' | 'water' | 'heat' | 'other';

/** Why a meter cannot be shared. */
type UnavailableReason = 'closed' | 'no_data' | 'not_offered';

/** A meter as its customer knows it. */
export interface CustomerMeter {
  readonly id: number;
  readonly uid: string;
  /** One line. */
  readonly address: string;
  readonly service: ServiceKind;
  readonly meterNumber?: string;
  /** The last four letters of the account number. */
  readonly accountEnding?: string;
  /** Milliseconds. */
  readonly closedOn?: number;
  readonly unavailable?: UnavailableReason;
}

/** @see espi.xsd ServiceKind */
const services: Readonly<Record<number, ServiceKind>> = {
  0: 'electricity',
  1: 'gas',
  2: 'water',
  4: 'heat',
};

const joined = (parts: readonly (string | undefined)[], separator: string): string =>
  parts.filter((part) => part !== undefined && part.trim() !== '').join(separator);

type StreetAddress = NonNullable<ServiceLocation['mainAddress']>;

/** A street address in one line; empty when nothing of it is known. */
export function addressLine({ streetDetail, townDetail }: StreetAddress): string {
  const street =
    joined([streetDetail?.addressGeneral], '') ||
    joined([streetDetail?.number, streetDetail?.name, streetDetail?.type, streetDetail?.suffix], ' ');
  return joined([street, streetDetail?.suiteNumber, townDetail?.name], ', ');
}

/** When service ended, in milliseconds; undefined while it goes on, or when nobody said. */
function closedOn(row: CustomerMeterRow, now: number): number | undefined {
  const agreement = row.agreement as CustomerAgreement | null;
  const { start, duration = 0 } = agreement?.validityInterval ?? {};
  const ends = [
    agreement?.shutOffDateTime,
    start === undefined || duration === 0 ? undefined : start + duration,
  ];
  const past = ends.filter((end) => end !== undefined && end * 1000 <= now) as number[];
  return past.length === 0 ? undefined : Math.min(...past) * 1000;
}

function unavailable(
  row: CustomerMeterRow,
  { closed, serviceKinds }: { readonly closed: boolean; readonly serviceKinds: readonly number[] },
): UnavailableReason | undefined {
  const { ServiceCategory } = row.data as UsagePoint;
  if (ServiceCategory !== undefined && !serviceKinds.includes(ServiceCategory.kind)) return 'not_offered';
  if (row.hasData) return undefined;
  return closed ? 'closed' : 'no_data';
}

/**
 * Describes a stored meter in the words of its customer.
 *
 * @param options.serviceKinds those that can be shared; absent: it is shared already, and nothing is in the way.
 */
export function describeMeter(
  row: CustomerMeterRow,
  { now, serviceKinds }: { readonly now: number; readonly serviceKinds?: readonly number[] },
): CustomerMeter {
  const usagePoint = row.data as UsagePoint;
  const address = (row.location as ServiceLocation | null)?.mainAddress;
  const accountId = (row.account as CustomerAccount | null)?.accountId;
  // Several usage points at one place: nothing says which meter is whose.
  const meterNumber =
    row.neighbours === 1 || row.serialNumbers.length === 1 ? row.serialNumbers[0] : undefined;
  const closed = closedOn(row, now);
  const reason =
    serviceKinds === undefined ? undefined : unavailable(row, { closed: closed !== undefined, serviceKinds });
  return {
    id: row.id,
    uid: row.uid,
    address: (address && addressLine(address)) || row.sourceKey,
    service: services[usagePoint.ServiceCategory?.kind ?? -1] ?? 'other',
    ...(meterNumber === undefined ? {} : { meterNumber }),
    ...(accountId === undefined ? {} : { accountEnding: accountId.slice(-4) }),
    ...(closed === undefined ? {} : { closedOn: closed }),
    ...(reason === undefined ? {} : { unavailable: reason }),
  };
}
