import { splitAdditionalScope } from './additional-scope.ts';
import { type DataKind, findFunctionBlock } from './function-blocks.ts';
import { parseScope, type Scope, writeScope } from './scope.ts';
import { maxScopeLength, type ScopeTerms } from './scope-terms.ts';

/** Below this a `HistoryLength` counts months; from it on, seconds. Both are seen, and neither says which it is. */
const monthsBelow = 1200;

/** Seconds of a month as scopes count: a twelfth of 365 days. */
export const monthSeconds = 2_628_000;

/** A `HistoryLength` in seconds, whichever unit it was written in. */
export const historySeconds = (length: number): number =>
  length < monthsBelow ? length * monthSeconds : length;

/** 46 is the old number of 51. */
const current = (block: number): number => (block === 46 ? 51 : block);

/** Blocks about transport, security and management open no data: whoever names them gets nothing by it. */
const opensData = (block: number): boolean => (findFunctionBlock(block)?.kinds.length ?? 0) > 0;

const history = ({ historyLength }: Pick<ScopeTerms, 'historyLength'>): number =>
  historyLength === undefined ? Number.POSITIVE_INFINITY : historySeconds(historyLength);

const end = ({ preferredAuthEndDate }: Pick<ScopeTerms, 'preferredAuthEndDate'>): number =>
  preferredAuthEndDate === undefined || preferredAuthEndDate === 0
    ? Number.POSITIVE_INFINITY
    : preferredAuthEndDate;

/**
 * Whether a scope asks for nothing that `allowed` does not hold: its blocks that open data, the length of its
 * history, its end. A term that `allowed` does not have bounds nothing; a history or an end that `scope` does not
 * have is what `allowed` says.
 */
export function within(scope: ScopeTerms, allowed: ScopeTerms): boolean {
  const blocks = new Set(allowed.functionBlocks.map(current));
  return (
    scope.functionBlocks.every((block) => !opensData(block) || blocks.has(current(block))) &&
    (scope.historyLength === undefined || history(scope) <= history(allowed)) &&
    (scope.preferredAuthEndDate === undefined || end(scope) <= end(allowed))
  );
}

/** What a scope keeps when it is narrowed. A member that is absent stays as it is. */
export interface Narrowing {
  /** Kinds of data that stay; blocks that open none of them go. */
  readonly kinds?: ReadonlySet<DataKind>;
  /** Seconds of history. */
  readonly historyLength?: number;
  /** Epoch seconds; 0 = no end. */
  readonly endDate?: number;
}

/** Writes terms; when they are too long, without those that bound nothing, the least telling first. */
function writeFitting(terms: ScopeTerms): Scope {
  const { additionalScope: _, ...plain } = terms;
  const {
    subscriptionFrequency: _2,
    accountCollection: _3,
    preferredAuthEndDate,
    historyLength,
    ...rest
  } = plain;
  const bounds = {
    ...(historyLength === undefined ? {} : { historyLength }),
    ...(preferredAuthEndDate === undefined ? {} : { preferredAuthEndDate }),
  };
  const shorter: readonly ScopeTerms[] = [
    terms,
    plain,
    { ...plain, extensions: [] },
    { ...rest, ...bounds, intervalDurations: [], blockDurations: [], br: [], extensions: [] },
  ];
  const fitting = shorter.find((candidate) => textLength(candidate) <= maxScopeLength) ?? terms;
  return parseScope(writeScope(fitting));
}

function textLength(terms: ScopeTerms): number {
  try {
    return writeScope(terms).length;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/** The tokens of `AdditionalScope` but those that said what a term now says otherwise. */
function withoutTokens(text: string, heads: readonly string[]): string {
  return splitAdditionalScope(text)
    .filter((token) => !heads.some((head) => token.startsWith(head)))
    .join('_');
}

/**
 * Narrows a scope to what a customer chose. The text stays byte for byte when nothing is taken away: some third
 * parties refuse a grant whose scope differs from the one they asked for. Narrowing never adds: a longer history
 * than was asked for stays as it was.
 *
 * @returns undefined when no data are left.
 */
export function narrow(scope: Scope, { kinds, historyLength, endDate }: Narrowing): Scope | undefined {
  const opens = (block: number): boolean => {
    const its = findFunctionBlock(block)?.kinds ?? [];
    return its.length === 0 || kinds === undefined || its.some((kind) => kinds.has(kind));
  };
  const functionBlocks = scope.functionBlocks.filter(opens);
  if (!functionBlocks.some(opensData)) return undefined;
  const shorter = historyLength !== undefined && historyLength < history(scope);
  const earlier = endDate !== undefined && (endDate === 0 ? Number.POSITIVE_INFINITY : endDate) < end(scope);
  if (functionBlocks.length === scope.functionBlocks.length && !shorter && !earlier) return scope;
  const { text: _, additionalScope, ...terms } = scope;
  const spoken = withoutTokens(additionalScope ?? '', [
    ...(shorter ? ['historical-'] : []),
    ...(earlier ? ['ongoing-'] : []),
  ]);
  return writeFitting({
    ...terms,
    functionBlocks,
    ...(shorter ? { historyLength: Math.max(historyLength, historyLength === 0 ? 0 : monthsBelow) } : {}),
    ...(earlier ? { preferredAuthEndDate: endDate } : {}),
    ...(spoken === '' ? {} : { additionalScope: spoken }),
  });
}

/**
 * What of a requested scope one of the registered ones holds: the request itself when it lies within one; else its
 * part in the registered scope that holds the most of it.
 *
 * @returns undefined when no data are left.
 */
export function withinRegistered(scope: Scope, registered: readonly ScopeTerms[]): Scope | undefined {
  if (registered.some((allowed) => within(scope, allowed)))
    return scope.functionBlocks.some(opensData) ? scope : undefined;
  let best: Scope | undefined;
  for (const allowed of registered) {
    const blocks = new Set(allowed.functionBlocks.map(current));
    const kept = scope.functionBlocks.filter((block) => !opensData(block) || blocks.has(current(block)));
    if (!kept.some(opensData) || (best?.functionBlocks.length ?? 0) >= kept.length) continue;
    const { text: _, ...terms } = scope;
    // A history that is not asked for is what the registration says: nothing has to be written.
    const bounded =
      scope.historyLength !== undefined && Number.isFinite(history(allowed))
        ? { historyLength: history(allowed) }
        : {};
    best = narrow(writeFitting({ ...terms, functionBlocks: kept }), bounded);
  }
  return best;
}
