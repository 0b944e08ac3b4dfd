import type { DataKind } from '../../espi/function-blocks.ts';
import { type Noun, nouns } from '../../espi/resources.ts';
import type { GrantedAuthorization } from '../authorization/principal.ts';

const usageKinds: readonly DataKind[] = ['intervals', 'usageSummaries', 'qualitySummaries'];

/** Kinds of data of which any one makes a noun visible. Nouns that are not listed are always visible. */
const kindsOf: Readonly<Partial<Record<Noun, readonly DataKind[]>>> = {
  UsagePoint: usageKinds,
  MeterReading: ['intervals'],
  ReadingType: ['intervals'],
  IntervalBlock: ['intervals'],
  UsageSummary: ['usageSummaries'],
  ElectricPowerQualitySummary: ['qualitySummaries'],
};

/** Whether the customer shares data of this noun. */
export function seesNoun(grant: Pick<GrantedAuthorization, 'dataKinds'>, noun: Noun): boolean {
  if (nouns[noun].namespace === 'customer') return grant.dataKinds.has('customer');
  const kinds = kindsOf[noun];
  return kinds === undefined || kinds.some((kind) => grant.dataKinds.has(kind));
}
