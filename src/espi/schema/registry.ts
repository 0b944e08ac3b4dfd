import {
  customer,
  customerAccount,
  customerAgreement,
  batchList as customerBatchList,
  timeConfiguration as customerTimeConfiguration,
  endDevice,
  meter,
  programDateIdMappings,
  serviceLocation,
  serviceSupplier,
  statement,
} from './customer.ts';
import { type ComplexType, type NamespaceName, namespaces } from './define.ts';
import { applicationInformation, authorization } from './oauth-resources.ts';
import {
  batchList,
  electricPowerQualitySummary,
  electricPowerUsageSummary,
  intervalBlock,
  meterReading,
  programIdMappings,
  readingType,
  serviceStatus,
  timeConfiguration,
  usagePoint,
  usageSummary,
} from './usage.ts';

/**
 * The elements that may be a document by themselves or the content of an entry, by namespace. The schemas declare
 * more elements globally, such as DateTimeInterval, but those are parts of resources and never stand alone.
 */
export const resourceElements: Readonly<Record<NamespaceName, Readonly<Record<string, ComplexType>>>> = {
  espi: {
    ApplicationInformation: applicationInformation,
    Authorization: authorization,
    UsagePoint: usagePoint,
    MeterReading: meterReading,
    ReadingType: readingType,
    IntervalBlock: intervalBlock,
    UsageSummary: usageSummary,
    ElectricPowerUsageSummary: electricPowerUsageSummary,
    ElectricPowerQualitySummary: electricPowerQualitySummary,
    LocalTimeParameters: timeConfiguration,
    ServiceStatus: serviceStatus,
    BatchList: batchList,
    ProgramIdMappings: programIdMappings,
  },
  customer: {
    Customer: customer,
    CustomerAccount: customerAccount,
    CustomerAgreement: customerAgreement,
    ServiceSupplier: serviceSupplier,
    ProgramDateIdMappings: programDateIdMappings,
    ServiceLocation: serviceLocation,
    EndDevice: endDevice,
    Meter: meter,
    Statement: statement,
    LocalTimeParameters: customerTimeConfiguration,
    BatchList: customerBatchList,
  },
};

/** A resource's element and the table of its type. */
export interface FoundElement {
  readonly element: string;
  readonly type: ComplexType;
}

const elements = new Map(
  (['espi', 'customer'] as const).flatMap((namespace) =>
    Object.entries(resourceElements[namespace]).map(([element, type]): [string, FoundElement] => [
      `${namespaces[namespace]} ${element}`,
      { element, type },
    ]),
  ),
);

/**
 * The resource whose element this is; undefined when the standard has no such resource.
 *
 * @param namespaceUri such as `http://naesb.org/espi`.
 * @param elementName local name, in the schema's spelling.
 */
export const findElement = (namespaceUri: string, elementName: string): FoundElement | undefined =>
  elements.get(`${namespaceUri} ${elementName}`);
