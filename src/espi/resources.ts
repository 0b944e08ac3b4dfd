/**
 * THE table of what the API serves: one row per endpoint. The router, the links, the access check, the
 * generated `docs/api.md` and the access-matrix test all read it.
 */
import type { NamespaceName } from './schema/define.ts';

/** The three kinds of bearer token; each row names the one kind that may read it. */
export const tokenKinds = ['registration_access_token', 'client_access_token', 'access_token'] as const;
export type TokenKind = (typeof tokenKinds)[number];

/** Resources that exist as a collection and as single entries. */
export const nouns = {
  ApplicationInformation: {
    namespace: 'espi',
    token: 'registration_access_token',
    under: '',
    param: 'app_uid',
  },
  Authorization: { namespace: 'espi', token: 'client_access_token', under: '', param: 'auth_uid' },
  LocalTimeParameters: { namespace: 'espi', token: 'access_token', under: '', param: 'tz_uid' },
  ReadingType: { namespace: 'espi', token: 'access_token', under: '', param: 'type_uid' },
  UsagePoint: {
    namespace: 'espi',
    token: 'access_token',
    under: '/Subscription/{auth_uid}',
    param: 'meter_uid',
  },
  MeterReading: { namespace: 'espi', token: 'access_token', under: 'UsagePoint', param: 'reading_uid' },
  IntervalBlock: { namespace: 'espi', token: 'access_token', under: 'MeterReading', param: 'block_uid' },
  UsageSummary: { namespace: 'espi', token: 'access_token', under: 'UsagePoint', param: 'summary_uid' },
  ElectricPowerQualitySummary: {
    namespace: 'espi',
    token: 'access_token',
    under: 'UsagePoint',
    param: 'power_uid',
  },
  Customer: {
    namespace: 'customer',
    token: 'access_token',
    under: '/RetailCustomer/{auth_uid}',
    param: 'customer_uid',
  },
  CustomerAccount: { namespace: 'customer', token: 'access_token', under: 'Customer', param: 'account_uid' },
  CustomerAgreement: {
    namespace: 'customer',
    token: 'access_token',
    under: 'CustomerAccount',
    param: 'agreement_uid',
  },
  ServiceSupplier: {
    namespace: 'customer',
    token: 'access_token',
    under: 'CustomerAgreement',
    param: 'supplier_uid',
  },
  ProgramDateIdMappings: {
    namespace: 'customer',
    token: 'access_token',
    under: 'CustomerAgreement',
    param: 'mappings_uid',
  },
  ServiceLocation: {
    namespace: 'customer',
    token: 'access_token',
    under: 'CustomerAgreement',
    param: 'location_uid',
  },
  Meter: { namespace: 'customer', token: 'access_token', under: 'ServiceLocation', param: 'device_uid' },
  EndDevice: { namespace: 'customer', token: 'access_token', under: 'ServiceLocation', param: 'device_uid' },
  Statement: { namespace: 'customer', token: 'access_token', under: 'Customer', param: 'statement_uid' },
} as const satisfies Record<
  string,
  { namespace: NamespaceName; token: TokenKind; under: string; param: string }
>;

/** The name of a resource; also the element inside `content`, the entry's title and the path segment. */
export type Noun = keyof typeof nouns;

/** What a row answers with. `document` is a bare ESPI element, `file` the bytes of a stored file. */
type ResourceForm = 'feed' | 'entry' | 'document' | 'file';

/** One endpoint. */
export interface ResourceRow {
  /** Unique name: the noun and its form, or the name of a special endpoint. */
  readonly name: string;
  /** Path below the resource root, with `{parameters}`. */
  readonly path: string;
  readonly form: ResourceForm;
  readonly token: TokenKind;
  readonly namespace: NamespaceName;
  /** What the link type calls it: `espi-feed/{type}`. */
  readonly type: string;
  /** The noun that a collection or an entry is made of; absent for batches, bulk, status and files. */
  readonly noun?: Noun;
  /** Nouns that the answer may hold, in feed order. */
  readonly contains: readonly string[];
  /** Path of the collection above an entry; absent where there is none. */
  readonly up?: string;
  /** Whether `published-min`, `published-max`, `updated-min` and `updated-max` select entries. */
  readonly filters: boolean;
  /** Other paths that give the same answer. */
  readonly aliases: readonly string[];
  /** How it may be changed, beside being read: every row is read with GET and HEAD. */
  readonly methods: readonly ('PUT' | 'DELETE')[];
  /** What it is, for the documentation. */
  readonly summary: string;
}

const usageNouns = [
  'UsagePoint',
  'LocalTimeParameters',
  'MeterReading',
  'ReadingType',
  'IntervalBlock',
  'UsageSummary',
  'ElectricPowerQualitySummary',
] as const;
const customerNouns = [
  'Customer',
  'CustomerAccount',
  'CustomerAgreement',
  'ServiceSupplier',
  'ProgramDateIdMappings',
  'ServiceLocation',
  'Meter',
  'EndDevice',
  'Statement',
  'LocalTimeParameters',
] as const;

/** Every link asks for a path: they are put together once. */
const paths = new Map<Noun, { readonly collection: string; readonly entry: string }>();

function pathsOf(noun: Noun): { readonly collection: string; readonly entry: string } {
  let found = paths.get(noun);
  if (found === undefined) {
    const { under, param } = nouns[noun];
    const above = under === '' || under.startsWith('/') ? under : entryPath(under as Noun);
    const collection = `${above}/${noun}`;
    found = { collection, entry: `${collection}/{${param}}` };
    paths.set(noun, found);
  }
  return found;
}

/** Path of a noun's collection: `/Subscription/{auth_uid}/UsagePoint/{meter_uid}/MeterReading`. */
export const collectionPath = (noun: Noun): string => pathsOf(noun).collection;

/** Path of one entry of a noun: the collection and its own parameter. */
export const entryPath = (noun: Noun): string => pathsOf(noun).entry;

/** Entries that their third party may change. */
const changes: Readonly<Partial<Record<Noun, ResourceRow['methods']>>> = {
  ApplicationInformation: ['PUT'],
  Authorization: ['DELETE'],
};

function nounRows(noun: Noun): ResourceRow[] {
  const { namespace, token } = nouns[noun];
  const common = { token, namespace, type: noun, noun, contains: [noun], aliases: [], methods: [] };
  return [
    {
      ...common,
      name: `${noun} feed`,
      path: collectionPath(noun),
      form: 'feed',
      filters: true,
      summary: `Every ${noun} that the token may see here.`,
    },
    {
      ...common,
      name: `${noun} entry`,
      path: entryPath(noun),
      form: 'entry',
      up: collectionPath(noun),
      filters: false,
      methods: changes[noun] ?? [],
      summary: `One ${noun}.`,
    },
  ];
}

const special: readonly ResourceRow[] = [
  {
    name: 'Batch Subscription',
    path: '/Batch/Subscription/{auth_uid}',
    form: 'feed',
    token: 'access_token',
    namespace: 'espi',
    type: 'Subscription',
    contains: usageNouns,
    filters: true,
    methods: [],
    aliases: ['/Subscription/{auth_uid}'],
    summary: 'All usage data of one Authorization.',
  },
  {
    name: 'Batch UsagePoint',
    path: '/Batch/Subscription/{auth_uid}/UsagePoint/{meter_uid}',
    form: 'feed',
    token: 'access_token',
    namespace: 'espi',
    type: 'UsagePoint',
    contains: usageNouns,
    filters: true,
    methods: [],
    aliases: [],
    summary: 'All usage data of one UsagePoint.',
  },
  {
    name: 'Batch RetailCustomer',
    path: '/Batch/RetailCustomer/{auth_uid}',
    form: 'feed',
    token: 'access_token',
    namespace: 'customer',
    type: 'RetailCustomer',
    contains: customerNouns,
    filters: true,
    methods: [],
    aliases: [],
    summary: 'All customer and account data of one Authorization.',
  },
  {
    name: 'Bulk',
    path: '/Bulk/{bulk_uid}',
    form: 'feed',
    token: 'client_access_token',
    namespace: 'espi',
    type: 'Bulk',
    contains: ['Authorization', ...usageNouns],
    filters: true,
    methods: [],
    aliases: ['/Batch/Bulk/{bulk_uid}'],
    summary:
      'Data of all Authorizations of one third party; with the uid of a notification, what changed and was told of then.',
  },
  {
    name: 'ReadServiceStatus',
    path: '/ReadServiceStatus',
    form: 'document',
    token: 'client_access_token',
    namespace: 'espi',
    type: 'ServiceStatus',
    contains: ['ServiceStatus'],
    filters: false,
    methods: [],
    aliases: [],
    summary: 'Whether the service works.',
  },
  {
    name: 'Non-ESPI',
    path: '/Non-ESPI/{file_uid}',
    form: 'file',
    token: 'access_token',
    namespace: 'espi',
    type: 'Non-ESPI',
    contains: [],
    filters: false,
    methods: [],
    aliases: [],
    summary: 'A file, such as a bill as PDF, that another resource links to.',
  },
];

/** Every endpoint of the API. */
export const resources: readonly ResourceRow[] = [
  ...(Object.keys(nouns) as Noun[]).flatMap(nounRows),
  ...special,
];

/** Finds a row by its unique name, such as `UsagePoint entry` or `Batch Subscription`. */
export function resourceNamed(name: string): ResourceRow {
  const row = resources.find((candidate) => candidate.name === name);
  if (row === undefined) throw new RangeError(`No resource row is named ${name}`);
  return row;
}

/** Where all paths of the table begin, below the public URL. */
export const resourceRoot = '/DataCustodian/espi/1_1/resource';

/** Values for the `{parameters}` of a path. */
export type PathParams = Readonly<Record<string, string>>;

/** A path cut at its parameters: they are few, and each is filled in many times. */
interface SplitPath {
  readonly head: string;
  readonly holes: readonly { readonly name: string; readonly tail: string }[];
}

const splitPaths = new Map<string, SplitPath>();
const plainValue = /^[\w-]*$/;

function splitPath(path: string): SplitPath {
  let split = splitPaths.get(path);
  if (split === undefined) {
    const [head = '', ...pieces] = path.split(/\{(\w+)\}/);
    const holes = [];
    for (let i = 0; i < pieces.length; i += 2)
      holes.push({ name: pieces[i] ?? '', tail: pieces[i + 1] ?? '' });
    split = { head, holes };
    splitPaths.set(path, split);
  }
  return split;
}

/**
 * Fills the `{parameters}` of a path.
 *
 * @throws RangeError when a parameter has no value.
 */
export function expandPath(path: string, params: PathParams): string {
  const { head, holes } = splitPath(path);
  let expanded = head;
  for (const { name, tail } of holes) {
    const value = params[name];
    if (value === undefined) throw new RangeError(`${path} needs ${name}`);
    expanded += (plainValue.test(value) ? value : encodeURIComponent(value)) + tail;
  }
  return expanded;
}
