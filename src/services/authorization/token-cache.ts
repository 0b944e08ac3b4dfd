import type { TokenChange } from '../../storage/token-changes.ts';
import type { TokenRow } from '../../storage/tokens.ts';
import type { Principal } from './principal.ts';

/** What is remembered of a token: the row decides at every use whether it is still good. */
interface CachedToken {
  readonly row: TokenRow;
  readonly principal: Principal;
}

/** Remembers verified tokens, so that a request of a known token costs no statement. */
export interface TokenCache {
  readonly find: (hash: string) => CachedToken | undefined;
  /** The same, for those who do not verify: it is not counted. */
  readonly peek: (hash: string) => CachedToken | undefined;
  /** How many are remembered, and how often one was found or not. */
  readonly stats: () => { readonly size: number; readonly hits: number; readonly misses: number };
  /** Remember this before reading a row, and give it back with the row. */
  readonly generation: () => number;
  /**
   * Remembers a row, unless anything was forgotten since `generation` was taken: a row that was read before a
   * revocation must not be remembered after it.
   */
  readonly remember: (hash: string, token: CachedToken, generation: number) => void;
  /** Forgets the tokens of a change. */
  readonly forget: (change: TokenChange) => void;
  /** Forgets everything, and remembers nothing until `resume`: changes cannot be heard at present. */
  readonly suspend: () => void;
  /** Changes are heard again. What was read before is not remembered: nobody told of what changed meanwhile. */
  readonly resume: () => void;
}

const matches = (hash: string, { row }: CachedToken, { of, key }: TokenChange): boolean => {
  if (of === 'token') return hash === key;
  if (of === 'authorization') return String(row.authorization?.id) === key;
  return String(of === 'client' ? row.client.id : row.utility.id) === key;
};

/**
 * An empty cache. It is suspended: whoever subscribes to the changes of all processes resumes it.
 *
 * @param capacity most tokens that are remembered; the one that was not used for longest goes first.
 */
export function createTokenCache(capacity = 10_000): TokenCache {
  const tokens = new Map<string, CachedToken>();
  let generation = 0;
  let active = false;
  let hits = 0;
  let misses = 0;
  return {
    find: (hash) => {
      const found = tokens.get(hash);
      if (found === undefined) misses++;
      else {
        hits++;
        // The one that was not used for longest stands first.
        tokens.delete(hash);
        tokens.set(hash, found);
      }
      return found;
    },
    peek: (hash) => tokens.get(hash),
    stats: () => ({ size: tokens.size, hits, misses }),
    generation: () => generation,
    remember: (hash, token, readAt) => {
      if (!active || readAt !== generation) return;
      if (tokens.size >= capacity) {
        const [oldest] = tokens.keys();
        if (oldest !== undefined) tokens.delete(oldest);
      }
      tokens.set(hash, token);
    },
    forget: (change) => {
      generation++;
      for (const [hash, token] of tokens) if (matches(hash, token, change)) tokens.delete(hash);
    },
    suspend: () => {
      generation++;
      active = false;
      tokens.clear();
    },
    resume: () => {
      generation++;
      active = true;
    },
  };
}
