import { type DataKind, dataKindsOf } from '../../espi/function-blocks.ts';
import { parseScope } from '../../espi/scope.ts';
import type { Duration, FrequencyName } from '../../espi/scope-terms.ts';

/** What a granted scope says about notifications. */
export interface NotifiedScope {
  /** Kinds of data of which its third party is told by themselves. Empty: it did not ask to be told. */
  readonly kinds: ReadonlySet<DataKind>;
  /** Its usage data come in the bulks of its third party instead. */
  readonly inBulk: boolean;
  /** Least time between two notifications of data, in milliseconds. */
  readonly waitMs: number;
}

const hour = 3_600_000;

/**
 * Least waits by name. Shorter than the name says: an import at about the same time every night must not find
 * that a day is not quite over. A billing period has none: bills come when they come.
 */
const namedWaits: Readonly<Record<FrequencyName, number>> = {
  billingPeriod: 0,
  daily: 20 * hour,
  weekly: 6.5 * 24 * hour,
  monthly: 27 * 24 * hour,
  seasonal: 80 * 24 * hour,
};

function waitOf(frequency: Duration | undefined): number {
  if (frequency === undefined) return 0;
  if (typeof frequency !== 'number') return namedWaits[frequency];
  // UtilityAPI counts days, the standard seconds; no notification is wanted less often than every ten years.
  return frequency < 3650 ? frequency * 24 * hour : frequency * 1000;
}

/**
 * Reads what a granted scope says about notifications: function block 39 for usage data, 69 for customer data.
 * Scopes from before block 69 have 39 alone, which then covers both. A scope that names a bulk (block 35 and a term
 * `BR`) has its usage data told of by bulk.
 */
export function notifiedScope(text: string): NotifiedScope {
  const scope = parseScope(text);
  const told = new Set(scope.functionBlocks);
  const kinds = dataKindsOf(scope);
  const usage = told.has(39);
  const customer = told.has(69) || usage;
  const inBulk = usage && told.has(35) && scope.br.length > 0;
  return {
    kinds: new Set([...kinds].filter((kind) => (kind === 'customer' ? customer : usage && !inBulk))),
    inBulk,
    waitMs: waitOf(scope.subscriptionFrequency),
  };
}
