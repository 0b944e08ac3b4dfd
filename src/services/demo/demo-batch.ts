import { localTimeParametersOf } from '../../espi/local-time-parameters.ts';
import type { UsagePoint } from '../../espi/schema/usage.ts';
import type {
  IngestBatch,
  IngestCustomerResource,
  IngestFile,
  IngestReadings,
  IngestUsagePoint,
  IngestUsageSummary,
} from '../ingest/ingest-batch.ts';
import { chargeOf } from './bill-lines.ts';
import { billPdf } from './bill-pdf.ts';
import { type BillingPeriod, periodsWithin } from './billing-periods.ts';
import { type Bill, billOf } from './bills.ts';
import { type DaySpan, type DemoDay, daysOf, exemplaryYear } from './calendar.ts';
import { customerTree } from './customer-tree.ts';
import { closedOn, type DemoCustomer, type DemoMeter, demoTown } from './customers.ts';
import type { DemoPlace } from './demo-place.ts';
import type { MeterModel } from './meter-model.ts';
import { qualityMonths } from './power-quality.ts';
import { seedOf } from './random.ts';

/** Which days of the demo are written. */
export interface DemoPortion {
  readonly place: DemoPlace;
  /** All days that the demo has, first to last. */
  readonly span: DaySpan;
  /** Only what is new since this day number is written: `span.from` for everything. */
  readonly since: number;
}

/** How many days before the end a bill still comes as a file. */
const filedDays = 100;

const serviceKinds = { electricity: 0, gas: 1, water: 2 } as const;

function usagePointOf(customer: DemoCustomer, meter: DemoMeter, span: DaySpan): IngestUsagePoint {
  const { service, tariff, channels } = meter.model;
  const open = closedOn(customer, span) === undefined;
  const value: UsagePoint = {
    // Bits: revenue quality 5th, distributed generation 4th.
    roleFlags: channels[1]?.key === 'reverse' ? '0018' : '0010',
    ServiceCategory: { kind: serviceKinds[service] },
    status: open ? 1 : 0,
    serviceDeliveryPoint: { tariffProfile: tariff.name, customerAgreement: `SA-${meter.serialNumber}` },
    amiBillingReady: 'billingApproved',
    connectionState: open ? 'connected' : 'physicallyDisconnected',
    isSdp: true,
    isVirtual: false,
    ...(service === 'electricity' ? { phaseCode: customer.kind === 'residential' ? 769 : 225 } : {}),
    readCycle: String(meter.cycleDay).padStart(2, '0'),
  };
  return {
    sourceKey: meter.key,
    customerKey: customer.key,
    timeZone: span.calendar.timeZone,
    localTimeParameters: localTimeParametersOf(span.calendar.timeZone, exemplaryYear),
    value,
  };
}

/** A meter as it was served: without readings on days that it has none, and after the account was closed. */
function servedMeter(customer: DemoCustomer, meter: DemoMeter, span: DaySpan): DemoMeter {
  const closed = closedOn(customer, span) ?? Number.POSITIVE_INFINITY;
  const { model, readOn = () => true } = meter;
  const nothing = model.channels.map(() => []);
  const readDay: MeterModel['readDay'] = (day) =>
    day.number < closed && readOn(day) ? model.readDay(day) : nothing;
  return { ...meter, model: { ...model, readDay } };
}

function readingsOf({ key: usagePointKey, model }: DemoMeter, days: readonly DemoDay[]): IngestReadings[] {
  return model.channels
    .map(({ key: meterReadingKey }, channel) => ({
      usagePointKey,
      meterReadingKey,
      readings: days.flatMap((day) => model.readDay(day)[channel] ?? []),
    }))
    .filter(({ readings }) => readings.length > 0);
}

function periodsOf(customer: DemoCustomer, meter: DemoMeter, span: DaySpan): BillingPeriod[] {
  if (!meter.billed) return [];
  const closed = closedOn(customer, span);
  return periodsWithin(meter.cycleDay, span, closed === undefined ? undefined : { until: closed });
}

const fileOf = async (
  { agency, currency }: DemoPlace,
  customer: DemoCustomer,
  meter: DemoMeter,
  bill: Bill,
): Promise<IngestFile> => ({
  fileName: `${meter.model.service}-bill-${bill.period.key}.pdf`,
  mediaType: 'application/pdf',
  bytes: await billPdf(bill, {
    utility: agency,
    currency,
    customer: customer.name,
    street: customer.street,
    town: `${demoTown.name}, ${demoTown.stateOrProvince} ${demoTown.postalCode}`,
    accountId: customer.accountId,
    meter: meter.serialNumber,
    service: meter.model.service,
  }),
});

/** A bill as it is written, as a statement too when it comes as a file. */
interface WrittenBill {
  readonly summary: IngestUsageSummary;
  readonly statement?: IngestCustomerResource;
}

async function billsOf(
  customer: DemoCustomer,
  meter: DemoMeter,
  portion: DemoPortion,
): Promise<WrittenBill[]> {
  const { place, span, since } = portion;
  const { agency, currency } = place;
  const account = { model: meter.model, cycleDay: meter.cycleDay, agency, currency };
  const written: WrittenBill[] = [];
  for (const period of periodsOf(customer, meter, span).filter(({ issued }) => issued >= since)) {
    const bill = billOf(account, period);
    const summary = { usagePointKey: meter.key, sourceKey: period.key, value: bill.value };
    if (period.issued < span.until - filedDays) {
      written.push({ summary });
      continue;
    }
    const file = await fileOf(place, customer, meter, bill);
    const statement: IngestCustomerResource = {
      noun: 'Statement',
      sourceKey: `${meter.key}-${period.key}`,
      parentKey: customer.key,
      value: { issueDateTime: bill.value.statusTimeStamp, statementRef: [] },
      file,
    };
    written.push({ summary: { ...summary, file }, statement });
  }
  return written;
}

/** What the newest bills of the meters come to together; undefined without bills. */
function lastAmount(customer: DemoCustomer, meters: readonly DemoMeter[], span: DaySpan): number | undefined {
  const amounts = meters.flatMap((meter) => {
    const period = periodsOf(customer, meter, span).at(-1);
    return period === undefined ? [] : [chargeOf(meter.model, period).amount];
  });
  return amounts.length === 0 ? undefined : amounts.reduce((sum, amount) => sum + amount, 0);
}

/** Everything of one customer that a portion of the demo holds, as one batch. */
export async function demoBatch(customer: DemoCustomer, portion: DemoPortion): Promise<IngestBatch> {
  const { place, span, since } = portion;
  const meters = customer.meters.map((meter) => servedMeter(customer, meter, span));
  const days = daysOf({ ...span, from: since });
  const readings = meters.flatMap((meter) => readingsOf(meter, days));
  const bills: WrittenBill[] = [];
  for (const meter of meters) bills.push(...(await billsOf(customer, meter, portion)));
  const facts = {
    place,
    closedOn: closedOn(customer, span),
    lastBillAmount: lastAmount(customer, meters, span),
  };
  return {
    usagePoints: meters.map((meter) => usagePointOf(customer, meter, span)),
    meterReadings: meters.flatMap(({ key: usagePointKey, model }) =>
      model.channels
        .filter(({ key }) =>
          readings.some((run) => run.usagePointKey === usagePointKey && run.meterReadingKey === key),
        )
        .map(({ key, readingType }) => ({
          usagePointKey,
          sourceKey: key,
          readingType: { ...readingType, currency: place.currency },
        })),
    ),
    readings,
    usageSummaries: bills.map(({ summary }) => summary),
    qualitySummaries:
      customer.kind === 'residential'
        ? []
        : meters.flatMap((meter) =>
            qualityMonths(seedOf(meter.key), span).map(({ key, value }) => ({
              usagePointKey: meter.key,
              sourceKey: key,
              value,
            })),
          ),
    customerResources: [
      ...customerTree(customer, facts),
      ...bills.flatMap(({ statement }) => (statement === undefined ? [] : [statement])),
    ],
  };
}
