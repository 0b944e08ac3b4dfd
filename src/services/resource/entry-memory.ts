import type { Principal } from '../authorization/principal.ts';

/** An entry as it is sent. */
export interface RenderedEntry {
  readonly etag: string;
  /** The document, UTF-8. */
  readonly bytes: Uint8Array;
}

interface Remembered {
  readonly principal: Principal;
  readonly url: string;
  readonly entry: RenderedEntry;
  /** Whether it was asked for since it was last looked at in order to let something go. */
  asked: boolean;
}

/**
 * Remembers entries as they were sent, so that asking again costs no statement. What is remembered was read as a
 * principal, and is found by that very principal alone: when its token, its Authorization or its utility change, the
 * principal is another, and nothing is found.
 */
export interface EntryMemory {
  readonly find: (principal: Principal, url: string) => RenderedEntry | undefined;
  /** How many are remembered, how many bytes they take, and how often one was found or not. */
  readonly stats: () => {
    readonly size: number;
    readonly bytes: number;
    readonly hits: number;
    readonly misses: number;
  };
  /** Remember this before reading an entry, and give it back with the entry. */
  readonly generation: () => number;
  /** Remembers an entry, unless anything changed since `generation` was taken. */
  readonly remember: (principal: Principal, url: string, entry: RenderedEntry, generation: number) => void;
  /** Forgets the entries of a utility: something of it has changed. */
  readonly forget: (utilityId: number) => void;
  /** Forgets everything, and remembers nothing until `resume`: changes cannot be heard at present. */
  readonly suspend: () => void;
  /** Changes are heard again. What was read before is not remembered: nobody told of what changed meanwhile. */
  readonly resume: () => void;
}

/** What an entry takes beside its document, about. */
const overheadBytes = 500;

/** Bytes of their own: a small Buffer is a slice of a larger one, all of which would be kept. */
function copyOf(bytes: Uint8Array): Uint8Array {
  const copy = Buffer.allocUnsafeSlow(bytes.length);
  copy.set(bytes);
  return copy;
}

const sizeOf = ({ entry }: Remembered): number => entry.bytes.length + overheadBytes;

/**
 * An empty memory. It is suspended: whoever subscribes to the changes of all processes resumes it.
 *
 * @param bounds.bytes most that it holds; what came first and was not asked for since goes first.
 * @param bounds.entryBytes longest document that is remembered.
 */
export function createEntryMemory(
  bounds: { readonly bytes: number; readonly entryBytes: number } = { bytes: 16e6, entryBytes: 64e3 },
): EntryMemory {
  /** By principal and address, and in the order in which they came. */
  const readers = new Map<Principal, Map<string, Remembered>>();
  const all = new Set<Remembered>();
  let generation = 0;
  let active = false;
  let bytes = 0;
  let hits = 0;
  let misses = 0;
  const drop = (remembered: Remembered): void => {
    const { principal, url } = remembered;
    const own = readers.get(principal);
    own?.delete(url);
    if (own?.size === 0) readers.delete(principal);
    all.delete(remembered);
    bytes -= sizeOf(remembered);
  };
  const makeRoom = (): void => {
    for (const remembered of all) {
      if (bytes <= bounds.bytes) return;
      if (remembered.asked) {
        // It comes round once more.
        remembered.asked = false;
        all.delete(remembered);
        all.add(remembered);
      } else drop(remembered);
    }
  };
  return {
    find: (principal, url) => {
      const known = readers.get(principal)?.get(url);
      if (known === undefined) {
        misses++;
        return undefined;
      }
      hits++;
      known.asked = true;
      return known.entry;
    },
    stats: () => ({ size: all.size, bytes, hits, misses }),
    generation: () => generation,
    remember: (principal, url, entry, readAt) => {
      if (!active || readAt !== generation || entry.bytes.length > bounds.entryBytes) return;
      const own = readers.get(principal) ?? new Map<string, Remembered>();
      const known = own.get(url);
      if (known !== undefined) drop(known);
      const remembered = {
        principal,
        url,
        entry: { etag: entry.etag, bytes: copyOf(entry.bytes) },
        asked: false,
      };
      readers.set(principal, own.set(url, remembered));
      all.add(remembered);
      bytes += sizeOf(remembered);
      makeRoom();
    },
    forget: (utilityId) => {
      generation++;
      for (const remembered of all) if (remembered.principal.utility.id === utilityId) drop(remembered);
    },
    suspend: () => {
      generation++;
      active = false;
      bytes = 0;
      all.clear();
      readers.clear();
    },
    resume: () => {
      generation++;
      active = true;
    },
  };
}
