import { type ResourceRow, resources } from '../../src/espi/resources.ts';
import { ownPath } from '../support/paths.ts';
import type { SeedOptions } from '../support/seed.ts';
import type { SchemaVersion } from '../support/xsd.ts';

/** Utilities that differ in how they write, by name. */
export const utilities = {
  usual: {},
  'version 3.3': { settings: { espiVersion: '3.3' } },
  'with a certificate': { settings: { certificateUrl: 'https://cert.example/certificate/1' } },
  'capital ServiceDeliveryPoint': { settings: { capitalServiceDeliveryPoint: true } },
  'content type atom+xml': { settings: { contentType: 'atom+xml' } },
  'links to each block': { settings: { intervalBlockLinks: 10 } },
  'missing token is 403': { missingTokenStatus: 403 },
} as const satisfies Readonly<Record<string, SeedOptions & { missingTokenStatus?: 401 | 403 }>>;

export type UtilityName = keyof typeof utilities;

/** Who asks, as the seed names its tokens. */
type Reader = 'full' | 'none' | 'bare' | 'nobody' | 'ranged' | 'client' | 'clientThree' | 'registration';

/** One request and the file that holds its answer. */
export interface WireCase {
  /** File in `expected/`. */
  readonly file: string;
  readonly path: string;
  readonly reader?: Reader;
  readonly utility: UtilityName;
  readonly status: number;
  /** Schemas against which the answer is valid. */
  readonly schemas: readonly SchemaVersion[];
}

/** `UsagePoint feed` is `usage-point-feed`. */
const fileName = (name: string): string =>
  name
    .replace(/(?<=[a-z])(?=[A-Z])/g, '-')
    .replaceAll(' ', '-')
    .toLowerCase();

const readerOf = ({ token }: ResourceRow): Reader =>
  (
    ({
      registration_access_token: 'registration',
      client_access_token: 'client',
      access_token: 'full',
    }) as const
  )[token];

const both: readonly SchemaVersion[] = ['4.0', '4.0-closed', '3.3'];
const only40: readonly SchemaVersion[] = ['4.0', '4.0-closed'];

/** Statement is of 4.0 alone, and the customer feed holds it. */
const schemasOf = ({ noun, name }: ResourceRow): readonly SchemaVersion[] =>
  noun === 'Statement' || name === 'Batch RetailCustomer' ? only40 : both;

const rowCases: readonly WireCase[] = resources.map((row) => ({
  file: `${fileName(row.name)}.${row.form === 'file' ? 'pdf' : 'xml'}`,
  path: ownPath(row),
  reader: readerOf(row),
  utility: 'usual',
  status: 200,
  schemas: row.form === 'file' ? [] : schemasOf(row),
}));

const home = '/Batch/Subscription/authfull/UsagePoint/meterhomeelectric';
const point = '/Subscription/authbare/UsagePoint/meterbare0';

interface Variant {
  readonly name: string;
  readonly path: string;
  readonly reader?: Reader;
  readonly utility?: UtilityName;
  readonly schemas?: readonly SchemaVersion[];
}

const variants: readonly Variant[] = [
  // Windows: time of the data, time of entry, both, none of it.
  {
    name: 'window-published',
    path: `${home}?published-min=2026-03-07T18:00:00Z&published-max=2026-03-08T03:30:00Z`,
  },
  { name: 'window-published-nothing', path: `${home}?published-min=2030-01-01T00:00:00Z` },
  { name: 'window-updated', path: `${home}?updated-min=2026-03-11T00:00:00Z` },
  { name: 'window-updated-nothing', path: `${home}?updated-min=2100-01-01T00:00:00Z` },
  {
    name: 'window-both',
    path: `${home}?published-min=2026-03-07T05:00:00Z&published-max=2026-03-08T05:00:00Z&updated-min=2026-03-11T00:00:00Z`,
  },
  { name: 'page', path: '/Batch/Subscription/authfull?start-index=2&max-results=3' },
  { name: 'data-range-of-the-grant', path: '/Batch/Subscription/authranged', reader: 'ranged' },
  // Collections without entries.
  { name: 'empty-subscription', path: '/Batch/Subscription/authnone', reader: 'none' },
  { name: 'empty-retail-customer', path: '/Batch/RetailCustomer/authnone', reader: 'none' },
  { name: 'empty-authorization', path: '/Authorization', reader: 'clientThree' },
  { name: 'empty-bulk', path: '/Bulk/bulkthree', reader: 'clientThree' },
  { name: 'empty-usage-point', path: '/Subscription/authnone/UsagePoint', reader: 'none' },
  { name: 'empty-meter-reading', path: `${point}/MeterReading`, reader: 'bare' },
  { name: 'empty-usage-summary', path: `${point}/UsageSummary`, reader: 'bare' },
  // The service itself.
  { name: 'read-service-status-as-atom', path: '/ReadServiceStatus?format=atom', reader: 'client' },
  // What a utility may set.
  {
    name: 'version-3-3-retail-customer',
    path: '/Batch/RetailCustomer/authfull',
    utility: 'version 3.3',
  },
  { name: 'certificate-feed', path: '/Subscription/authfull/UsagePoint', utility: 'with a certificate' },
  {
    name: 'certificate-entry',
    path: '/Subscription/authfull/UsagePoint/meterhomeelectric',
    utility: 'with a certificate',
  },
  {
    name: 'capital-service-delivery-point',
    path: '/Subscription/authfull/UsagePoint/meterhomeelectric',
    utility: 'capital ServiceDeliveryPoint',
    schemas: [],
  },
  {
    name: 'content-type-atom-xml',
    path: '/Subscription/authfull/UsagePoint/meterhomeelectric',
    utility: 'content type atom+xml',
  },
  {
    name: 'block-links',
    path: '/Subscription/authfull/UsagePoint/meterhomeelectric/MeterReading/readinghomeelectric0',
    utility: 'links to each block',
  },
];

const variantCases: readonly WireCase[] = variants.map(
  ({ name, path, reader = 'full', utility = 'usual', schemas = both }) => ({
    file: `${name}.xml`,
    path,
    reader,
    utility,
    status: 200,
    schemas,
  }),
);

const batch = '/Batch/Subscription/authfull';
const errors: readonly (Variant & { readonly status: number })[] = [
  { name: 'parameter-malformed', path: `${batch}?published-min=All`, reader: 'full', status: 400 },
  {
    name: 'parameters-contradict',
    path: `${batch}?published-min=2026-02-01T00:00:00Z&published-max=2026-01-01T00:00:00Z`,
    reader: 'full',
    status: 400,
  },
  { name: 'token-missing', path: batch, status: 401 },
  { name: 'token-missing-is-403', path: batch, utility: 'missing token is 403', status: 403 },
  { name: 'token-of-the-wrong-kind', path: batch, reader: 'client', status: 403 },
  { name: 'not-yours', path: '/Batch/Subscription/authbob', reader: 'full', status: 404 },
  { name: 'nothing-there', path: '/nowhere', status: 404 },
];

const errorCases: readonly WireCase[] = errors.map(({ name, path, reader, utility = 'usual', status }) => ({
  file: `error-${status}-${name}.json`,
  path,
  ...(reader === undefined ? {} : { reader }),
  utility,
  status,
  schemas: [],
}));

/** Every golden answer: one for each row of the resource table, then what varies, then what is refused. */
export const wireCases: readonly WireCase[] = [...rowCases, ...variantCases, ...errorCases];
