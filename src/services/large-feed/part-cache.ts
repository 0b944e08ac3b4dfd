/** Remembers parts of finished feeds. Their bytes never change, so that nothing must be forgotten but for room. */
export interface PartCache {
  readonly find: (key: string) => Uint8Array | undefined;
  readonly remember: (key: string, bytes: Uint8Array) => void;
}

/** An empty cache; the part that was used longest ago goes first. */
export function createPartCache(maxBytes = 32 * 1_048_576): PartCache {
  const parts = new Map<string, Uint8Array>();
  let held = 0;
  const drop = (key: string): void => {
    held -= parts.get(key)?.length ?? 0;
    parts.delete(key);
  };
  return {
    find: (key) => {
      const bytes = parts.get(key);
      if (bytes === undefined) return undefined;
      parts.delete(key);
      parts.set(key, bytes);
      return bytes;
    },
    remember: (key, bytes) => {
      drop(key);
      parts.set(key, bytes);
      held += bytes.length;
      for (const oldest of parts.keys()) {
        if (held <= maxBytes) break;
        drop(oldest);
      }
    },
  };
}
