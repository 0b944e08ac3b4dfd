import { servedFunctionBlocks } from './function-blocks.ts';
import { maxScopeLength, ScopeError, type ScopeTerms } from './scope-terms.ts';
import {
  readBulkId,
  readDuration,
  readDurations,
  readFunctionBlocks,
  readNumber,
  readText,
  type WrittenTerm,
} from './scope-values.ts';

/** A parsed scope. */
export interface Scope extends ScopeTerms {
  /** The scope exactly as it was written: some third parties refuse an answer that differs from it. */
  readonly text: string;
}

type Draft = { -readonly [K in keyof ScopeTerms]: ScopeTerms[K] };

/** What each known term sets, by its name in lower case. */
const readers: Readonly<Record<string, (draft: Draft, term: WrittenTerm) => void>> = {
  fb: (draft, term) => {
    draft.functionBlocks = readFunctionBlocks(term);
  },
  intervalduration: (draft, term) => {
    draft.intervalDurations = readDurations(term);
  },
  blockduration: (draft, term) => {
    draft.blockDurations = readDurations(term);
  },
  historylength: (draft, term) => {
    draft.historyLength = readNumber(term);
  },
  subscriptionfrequency: (draft, term) => {
    draft.subscriptionFrequency = readDuration(term);
  },
  accountcollection: (draft, term) => {
    draft.accountCollection = readNumber(term);
  },
  br: (draft, term) => {
    draft.br = [...draft.br, readBulkId(term)];
  },
  preferredauthenddate: (draft, term) => {
    draft.preferredAuthEndDate = readNumber(term);
  },
  additionalscope: (draft, term) => {
    draft.additionalScope = readText(term);
  },
};

function checkCharacters(text: string): void {
  if (text.length > maxScopeLength) {
    const reason = `the scope has ${text.length} characters; at most ${maxScopeLength} are allowed`;
    throw new ScopeError(maxScopeLength, reason);
  }
  const foreign = text.search(/[^ -~]|["\\]/);
  if (foreign >= 0) {
    throw new ScopeError(
      foreign,
      'this character cannot stand in a scope; use ASCII without quotes and backslashes',
    );
  }
}

/** How many blanks a text begins with. */
const blanksBefore = (text: string): number => text.length - text.trimStart().length;

function readTerm(piece: string, pieceAt: number): WrittenTerm {
  const at = pieceAt + blanksBefore(piece);
  const equals = piece.indexOf('=');
  const name = piece.slice(0, Math.max(equals, 0)).trim();
  if (!/^[A-Za-z][A-Za-z0-9]*$/.test(name)) {
    throw new ScopeError(at, `"${piece.trim()}" is not a term; write a name, = and a value, such as FB=4_16`);
  }
  const right = piece.slice(equals + 1);
  return { name, value: right.trim(), at, valueAt: pieceAt + equals + 1 + blanksBefore(right) };
}

function splitTerms(text: string): WrittenTerm[] {
  const pieces = text.split(';');
  // One semicolon may close the scope.
  if (pieces.length > 1 && pieces.at(-1)?.trim() === '') pieces.pop();
  let at = 0;
  return pieces.map((piece) => {
    const term = readTerm(piece, at);
    at += piece.length + 1;
    return term;
  });
}

/**
 * Reads a scope, forgiving what is seen in the field: names and frequencies in any case of letters, blanks
 * after `;` and `=`, a `;` at the end, terms in any order, terms that the standard does not know.
 *
 * @throws ScopeError when it is no scope: function blocks missing or unknown, a known term with a bad value,
 *   a term that stands twice (only `BR` may), foreign characters, more than 256 characters.
 */
export function parseScope(text: string): Scope {
  checkCharacters(text);
  const draft: Draft = {
    functionBlocks: [],
    intervalDurations: [],
    blockDurations: [],
    br: [],
    extensions: [],
  };
  const seen = new Set<string>();
  for (const term of splitTerms(text)) {
    const key = term.name.toLowerCase();
    if (seen.has(key) && key !== 'br')
      throw new ScopeError(term.at, `${term.name} stands twice; write it once`);
    seen.add(key);
    const read = Object.hasOwn(readers, key) ? readers[key] : undefined;
    if (read !== undefined) read(draft, term);
    else draft.extensions = [...draft.extensions, { name: term.name, value: readText(term) }];
  }
  if (draft.functionBlocks.length === 0) {
    throw new ScopeError(0, 'the function blocks are missing; begin with FB=, such as FB=4_16');
  }
  return { ...draft, text };
}

/**
 * Writes a scope in its canonical form: known terms in a fixed order and spelling, function blocks ascending.
 *
 * @throws ScopeError when the terms make no valid scope.
 */
export function writeScope(terms: ScopeTerms): string {
  const list = (name: string, values: readonly (string | number)[]): string[] =>
    values.length === 0 ? [] : [`${name}=${values.join('_')}`];
  const single = (name: string, value: string | number | undefined): string[] =>
    value === undefined ? [] : [`${name}=${value}`];
  const text = [
    ...list(
      'FB',
      [...new Set(terms.functionBlocks)].sort((a, b) => a - b),
    ),
    ...list('IntervalDuration', terms.intervalDurations),
    ...list('BlockDuration', terms.blockDurations),
    ...single('HistoryLength', terms.historyLength),
    ...single('SubscriptionFrequency', terms.subscriptionFrequency),
    ...single('AccountCollection', terms.accountCollection),
    ...terms.br.map((id) => `BR=${id}`),
    ...single('PreferredAuthEndDate', terms.preferredAuthEndDate),
    ...single('AdditionalScope', terms.additionalScope),
    ...terms.extensions.map(({ name, value }) => `${name}=${value}`),
  ].join(';');
  parseScope(text);
  return text;
}

/** The scope of everything that this data custodian serves. */
export const fullScope = writeScope({
  functionBlocks: servedFunctionBlocks,
  intervalDurations: [],
  blockDurations: [],
  br: [],
  extensions: [],
});
