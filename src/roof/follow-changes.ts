import { createTokenCache, type TokenCache } from '../services/authorization/token-cache.ts';
import { createEntryMemory, type EntryMemory } from '../services/resource/entry-memory.ts';
import { hearingItself } from '../storage/announcements.ts';
import type { Database } from '../storage/database.ts';
import { parseEntryChange } from '../storage/entry-changes.ts';
import type { OpenDatabase } from '../storage/opened-database.ts';
import { parseTokenChange, tokenChannel } from '../storage/token-changes.ts';

/** What a process remembers, as long as it hears of every change. */
export interface FollowedChanges {
  readonly tokenCache: TokenCache;
  readonly entryMemory: EntryMemory;
  /** A database whose writing is heard in this process at once. */
  readonly heard: (db: Database) => Database;
  readonly stop: () => Promise<void>;
}

/** Memories that follow what every process changes, and are empty while it cannot be heard. */
export async function followChanges(listen: OpenDatabase['listen']): Promise<FollowedChanges> {
  const tokenCache = createTokenCache();
  const entryMemory = createEntryMemory();
  const memories = [tokenCache, entryMemory];
  const resume = (): void => {
    for (const memory of memories) memory.resume();
  };
  const hear = (payload: string): void => {
    const token = parseTokenChange(payload);
    if (token !== undefined) tokenCache.forget(token);
    const utilityId = parseEntryChange(payload);
    if (utilityId !== undefined) entryMemory.forget(utilityId);
  };
  const onBroken = (): void => {
    for (const memory of memories) memory.suspend();
  };
  const stop = await listen(tokenChannel, hear, { onBroken, onBack: resume });
  resume();
  return { tokenCache, entryMemory, heard: (db) => hearingItself(db, hear), stop };
}
