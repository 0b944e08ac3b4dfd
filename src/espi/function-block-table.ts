/**
 * What an Authorization can open, kind by kind: MeterReading with ReadingType and IntervalBlock; UsageSummary;
 * ElectricPowerQualitySummary; everything of the customer namespace.
 */
export const dataKinds = ['intervals', 'usageSummaries', 'qualitySummaries', 'customer'] as const;

type Kind = (typeof dataKinds)[number];

/** One function block of the standard. */
export interface FunctionBlock {
  readonly number: number;
  /** What it is about, in few words. */
  readonly name: string;
  /** Who must have it: everyone, custodians that connect, those that let download; absent for nobody. */
  readonly mandatory?: 'all' | 'connect' | 'download';
  /** `pending` blocks await certification; `withdrawn` numbers occur in older scopes only. */
  readonly status: 'current' | 'pending' | 'withdrawn';
  /** Whether this data custodian does what the block says. */
  readonly served: boolean;
  /** What it opens; empty for blocks about transport, security and management. */
  readonly kinds: readonly Kind[];
}

type Extras = Partial<Pick<FunctionBlock, 'mandatory' | 'status' | 'served' | 'kinds'>>;

const block = (number: number, name: string, extras: Extras = {}): FunctionBlock => ({
  number,
  name,
  status: 'current',
  served: false,
  kinds: [],
  ...extras,
});
const served = (number: number, name: string, kinds: readonly Kind[], extras: Extras = {}): FunctionBlock =>
  block(number, name, { served: true, kinds, ...extras });
const withdrawn = (number: number, name: string, extras: Extras = {}): FunctionBlock =>
  block(number, name, { status: 'withdrawn', ...extras });

/** Every function block that a scope may name, by number. Blocks 51 and up are about the retail customer. */
export const functionBlocks: readonly FunctionBlock[] = [
  served(1, 'usage data in general', [], { mandatory: 'all' }),
  block(2, 'usage data as a download', { mandatory: 'download' }),
  served(3, 'usage data through the API', [], { mandatory: 'connect' }),
  served(4, 'interval readings', ['intervals'], { mandatory: 'all' }),
  served(5, 'electricity consumption', ['intervals']),
  served(6, 'electricity demand', ['intervals']),
  served(7, 'net electricity', ['intervals']),
  served(8, 'electricity delivered and received', ['intervals']),
  served(9, 'register values', ['intervals']),
  served(10, 'natural gas', ['intervals']),
  served(11, 'water', ['intervals']),
  served(12, 'cost of each interval', ['intervals']),
  block(13, 'security and privacy', { mandatory: 'connect' }),
  withdrawn(14, 'authorization with an agreed scope'),
  served(15, 'usage summaries', ['usageSummaries']),
  served(16, 'usage summaries with cost', ['usageSummaries']),
  served(17, 'power quality', ['qualitySummaries']),
  withdrawn(18, 'several usage points'),
  withdrawn(19, 'partial updates'),
  served(26, 'line items of bills', ['usageSummaries'], { status: 'pending' }),
  served(27, 'demands and the previous day', ['usageSummaries']),
  served(28, 'cost of the current billing period', ['usageSummaries']),
  served(29, 'temperature', ['intervals']),
  block(30, 'the download button', { mandatory: 'download' }),
  served(31, 'consent at the custodian', [], { mandatory: 'connect' }),
  withdrawn(32, 'single resources'),
  withdrawn(33, 'management of resources'),
  withdrawn(34, 'bulk by SFTP'),
  served(35, 'bulk', []),
  block(36, 'registration by the third party', { status: 'pending' }),
  served(37, 'query parameters', [], { mandatory: 'connect' }),
  withdrawn(38, 'data on demand'),
  served(39, 'notifications', [], { mandatory: 'connect' }),
  served(40, 'authorization offline', []),
  served(41, 'management of registrations', []),
  withdrawn(42, 'a third party as server'),
  withdrawn(43, 'a third party as server'),
  served(44, 'management of authorizations', []),
  withdrawn(46, 'customer data, an old number of 51', { kinds: ['customer'] }),
  withdrawn(47, 'customer data'),
  withdrawn(48, 'customer data'),
  withdrawn(49, 'customer data'),
  withdrawn(50, 'customer data'),
  served(51, 'customer data in general', ['customer'], { mandatory: 'all' }),
  block(52, 'customer data as a download', { mandatory: 'download' }),
  served(53, 'customer data through the API', [], { mandatory: 'connect' }),
  served(54, 'the customer', ['customer']),
  served(55, 'address of the customer', ['customer']),
  served(56, 'accounts', ['customer']),
  served(57, 'agreements', ['customer']),
  served(58, 'service locations', ['customer']),
  served(59, 'service suppliers', ['customer']),
  served(60, 'meters', ['customer']),
  served(61, 'end devices', ['customer']),
  served(62, 'programs', ['customer']),
  block(63, 'the download button for customer data', { mandatory: 'download' }),
  block(64, 'security of customer data', { mandatory: 'connect' }),
  served(65, 'consent for customer data', [], { mandatory: 'connect' }),
  withdrawn(66, 'customer data by SFTP'),
  block(67, 'bulk of customer data'),
  served(69, 'notifications of customer data', [], { mandatory: 'connect' }),
  served(70, 'authorization of customer data offline', []),
  served(71, 'billing statements', ['customer'], { status: 'pending' }),
];
