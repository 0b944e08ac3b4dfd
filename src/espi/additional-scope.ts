/** A span of time as `historical-…` and `ongoing-…` give it: nothing, up to a day, or so many years, months, days. */
export type ScopeSpan =
  | { readonly kind: 'none' }
  | { readonly kind: 'day'; readonly day: string }
  | { readonly kind: 'length'; readonly count: number; readonly unit: 'y' | 'm' | 'd' };

/** How a third party asks that the customer is recognised: `auth-account-1234`, `auth-sso`. */
export interface AuthHint {
  readonly type: string;
  readonly value?: string;
}

/** What the tokens of `AdditionalScope` ask for. They fill the customer's form in; they grant nothing. */
export interface AdditionalScope {
  /** `noedit`: the customer takes the choices as they are, or declines. */
  readonly noEdit: boolean;
  /** `meters-all` */
  readonly allMeters: boolean;
  /** `historical-…` */
  readonly historical?: ScopeSpan;
  /** `ongoing-…` */
  readonly ongoing?: ScopeSpan;
  /** `sou-…`: which registered text of purpose is shown. */
  readonly scopeOfUse?: string;
  /** `auth-…` */
  readonly auth: readonly AuthHint[];
  /** Tokens of which nothing is known, as they stand. */
  readonly unknown: readonly string[];
}

const fixedTokens: ReadonlySet<string> = new Set(['noedit', 'meters-all']);
const valueHeads = ['historical-', 'ongoing-', 'sou-', 'auth-'] as const;

const startsToken = (piece: string): boolean =>
  fixedTokens.has(piece) || valueHeads.some((head) => piece.startsWith(head));

/**
 * Splits `AdditionalScope` into its tokens. `_` separates tokens and occurs inside values too, so that a piece
 * begins a new token only when it has a known head; a value that may hold `_` (`sou-`, `auth-`) takes the others.
 */
export function splitAdditionalScope(text: string): string[] {
  const tokens: string[] = [];
  for (const piece of text.split('_')) {
    const last = tokens.at(-1);
    const open = last !== undefined && (last.startsWith('sou-') || last.startsWith('auth-'));
    if (open && !startsToken(piece)) tokens[tokens.length - 1] = `${last}_${piece}`;
    else if (piece !== '') tokens.push(piece);
  }
  return tokens;
}

function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(time || 0).toISOString().startsWith(text);
}

function spanOf(text: string): ScopeSpan | undefined {
  if (text === 'none') return { kind: 'none' };
  if (isDay(text)) return { kind: 'day', day: text };
  const [, count, unit] = /^(\d{1,4})([ymd])$/.exec(text) ?? [];
  return count === undefined
    ? undefined
    : { kind: 'length', count: Number(count), unit: unit as 'y' | 'm' | 'd' };
}

function hintOf(text: string): AuthHint {
  const at = text.indexOf('-');
  return at < 0 ? { type: text } : { type: text.slice(0, at), value: text.slice(at + 1) };
}

/** Reads the tokens of `AdditionalScope`. What cannot be read is kept as unknown: the form then has its own default. */
export function parseAdditionalScope(text: string | undefined): AdditionalScope {
  const tokens = splitAdditionalScope(text ?? '');
  const after = (head: string): string | undefined =>
    tokens.find((token) => token.startsWith(head))?.slice(head.length);
  const historical = spanOf(after('historical-') ?? '');
  const ongoing = spanOf(after('ongoing-') ?? '');
  const scopeOfUse = after('sou-');
  const known = (token: string): boolean => {
    if (token.startsWith('historical-')) return historical !== undefined;
    if (token.startsWith('ongoing-')) return ongoing !== undefined;
    return startsToken(token);
  };
  return {
    noEdit: tokens.includes('noedit'),
    allMeters: tokens.includes('meters-all'),
    ...(historical === undefined ? {} : { historical }),
    ...(ongoing === undefined ? {} : { ongoing }),
    ...(scopeOfUse === undefined ? {} : { scopeOfUse }),
    auth: tokens
      .filter((token) => token.startsWith('auth-'))
      .map((token) => hintOf(token.slice('auth-'.length))),
    unknown: tokens.filter((token) => !known(token)),
  };
}
