import { dataKinds } from '../../espi/function-block-table.ts';
import type { DataKind } from '../../espi/function-blocks.ts';
import { type ResourceRow, resources } from '../../espi/resources.ts';

/** The kind of data of what an answer holds. What only stands around data, such as UsagePoint, is of none. */
const kindOfContent: Readonly<Record<string, DataKind>> = {
  MeterReading: 'intervals',
  ReadingType: 'intervals',
  IntervalBlock: 'intervals',
  UsageSummary: 'usageSummaries',
  ElectricPowerQualitySummary: 'qualitySummaries',
};

function kindsOfRow({ form, namespace, contains }: ResourceRow): readonly DataKind[] {
  // A bill as a document: it belongs to the bills, and to the account as well.
  if (form === 'file') return ['usageSummaries', 'customer'];
  if (namespace === 'customer') return ['customer'];
  return contains.flatMap((noun) => kindOfContent[noun] ?? []);
}

const kindsByName: ReadonlyMap<string, readonly DataKind[]> = new Map(
  resources.map((row) => [row.name, kindsOfRow(row)]),
);

/** What of a row a grant lets through. A document shows that the bills were read where they are shared. */
function kindsThrough(name: string, shared: ReadonlySet<DataKind>): readonly DataKind[] {
  const kinds = (kindsByName.get(name) ?? []).filter((kind) => shared.has(kind));
  return name === 'Non-ESPI' ? kinds.slice(0, 1) : kinds;
}

/**
 * The kinds of data that were read, in the order in which they are always listed.
 *
 * @param names names of rows of the resource table, as the log of requests keeps them; others are left out, as are
 *   rows that show no data of a customer.
 * @param shared what the customer shares: a batch holds no more than that.
 */
export function readKinds(names: readonly string[], shared: ReadonlySet<DataKind>): DataKind[] {
  const read = new Set(names.flatMap((name) => kindsThrough(name, shared)));
  return dataKinds.filter((kind) => read.has(kind));
}
