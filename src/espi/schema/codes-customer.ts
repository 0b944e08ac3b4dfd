/** Codes of the retail customer schema. All but one of its lists take other words too. */
import { wordCodes } from './define.ts';

const open = { open: true } as const;

/** What kind of customer. @see customer.xsd CustomerKind */
export const customerKind = wordCodes(
  'CustomerKind',
  {
    residential: 'household',
    residentialAndCommercial: 'household with a business',
    residentialAndStreetlight: 'household with street lights',
    residentialStreetlightOthers: 'street lights and the like of a residential area',
    residentialFarmService: 'farm that is lived on',
    commercialIndustrial: 'business or industry',
    pumpingLoad: 'pumps',
    windMachine: 'wind machines',
    energyServiceSupplier: 'supplier of energy services',
    energyServiceScheduler: 'scheduler of energy services',
    enterprise: 'the enterprise that owns the others',
    regionalOperator: 'local branch of an enterprise',
    subsidiary: 'subsidiary of an enterprise',
    internalUse: 'the utility itself',
    other: 'another kind',
  },
  open,
);

/** What kind of supplier. @see customer.xsd SupplierKind */
export const supplierKind = wordCodes(
  'SupplierKind',
  {
    utility: 'delivers the service',
    retailer: 'sells the service without delivering it',
    other: 'another kind',
    lse: 'load serving entity',
    mdma: 'agent who manages meter data',
    msp: 'provider of meter services',
  },
  open,
);

/** What a service is. No resource has it. @see customer.xsd ServiceKind */
export const customerServiceKind = wordCodes(
  'ServiceKind',
  {
    electricity: 'electricity',
    gas: 'gas',
    water: 'water',
    time: 'time',
    heat: 'heat',
    refuse: 'refuse',
    sewerage: 'sewerage',
    rates: 'rates: a tax, a toll or a charge',
    tvLicence: 'television licence',
    internet: 'internet',
    other: 'another service',
  },
  { open: false },
);

/** Where revenue comes from. No resource has it. @see customer.xsd RevenueKind */
export const revenueKind = wordCodes(
  'RevenueKind',
  {
    residential: 'households',
    nonResidential: 'others than households',
    commercial: 'business',
    industrial: 'industry',
    irrigation: 'irrigation',
    streetLight: 'street lights',
    other: 'others',
  },
  open,
);

/** How a customer was or is to be told. @see customer.xsd NotificationMethodKind */
export const notificationMethodKind = wordCodes(
  'NotificationMethodKind',
  {
    call: 'by telephone',
    email: 'by e-mail',
    letter: 'by letter',
    other: 'in another way',
    ivr: 'by a telephone robot',
  },
  open,
);

/** What a meter's factor is for. @see customer.xsd MeterMultiplierKind */
export const meterMultiplierKind = wordCodes(
  'MeterMultiplierKind',
  {
    kH: 'watt hours for a turn of the disk or for a pulse',
    transformerRatio: 'ratio of the windings of a transformer',
    kR: 'factor from the register to kilowatt hours',
    kE: 'constant of the test',
    ctRatio: 'ratio of the current transformer',
    ptRatio: 'ratio of the voltage transformer',
  },
  open,
);

/** Which date of a demand response programme. @see customer.xsd ProgramDateKind */
export const programDateKind = wordCodes(
  'ProgramDateKind',
  {
    CUST_DR_PROGRAM_ENROLLMENT_DATE: 'when the customer joined',
    CUST_DR_PROGRAM_DE_ENROLLMENT_DATE: 'when the customer left',
    CUST_DR_PROGRAM_TERM_DATE_REGARDLESS_FINANCIAL: 'from when the customer may leave, at whatever cost',
    CUST_DR_PROGRAM_TERM_DATE_WITHOUT_FINANCIAL: 'from when the customer may leave at no cost',
  },
  { open: true, maxLength: 64 },
);

/** Whether a customer takes part in a demand response programme. @see customer.xsd EnrollmentStatus */
export const customerEnrollmentStatus = wordCodes(
  'EnrollmentStatus',
  { unenrolled: 'does not take part', enrolled: 'takes part', enrolledPending: 'is about to take part' },
  open,
);

/** What a statement's file is; new in 4.0. @see customer.xsd MediaType */
export const mediaType = wordCodes(
  'MediaType',
  {
    'application/json': 'JSON',
    'application/pdf': 'PDF',
    'application/vnd.ms-excel': 'Excel workbook up to 2003',
    'application/vnd.oasis.opendocument.spreadsheet': 'OpenDocument spreadsheet',
    'application/vnd.oasis.opendocument.text': 'OpenDocument text',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'Excel workbook',
    'application/zip': 'ZIP archive',
    'image/gif': 'GIF picture',
    'image/jpeg': 'JPEG picture',
    'image/png': 'PNG picture',
    'text/csv': 'comma-separated values',
    'text/html': 'web page',
    'text/plain': 'plain text',
    'text/rtf': 'rich text',
    'text/xml': 'XML',
  },
  { open: true, since: '4.0' },
);
