import { type Noun, nouns } from '../../../espi/resources.ts';
import { customerNouns } from '../write-customers.ts';
import type { FileIndex, IndexedEntry } from './file-index.ts';
import { createJoiner } from './join-entries.ts';
import type { KeyMaker } from './source-keys.ts';

/** Where a resource of the customer tree goes. */
export interface PlannedCustomerResource {
  readonly noun: Noun;
  readonly sourceKey: string;
  readonly parentNoun?: Noun;
  /** Undefined for a Customer, and for one of which the file does not say what it is below. */
  readonly parentKey?: string;
  readonly line: number;
}

/** The customer resources of a file by the index of their entry. */
export interface CustomerPlan {
  readonly resources: ReadonlyMap<number, PlannedCustomerResource>;
  /** Whether each stands behind what it is below, so that one pass writes them all. */
  readonly inOrder: boolean;
}

/** Decides where the customer resources of a file go. A single Customer takes the key that the caller gives. */
export function planCustomers(
  index: FileIndex,
  { keys, customerKey }: { readonly keys: KeyMaker; readonly customerKey: string | undefined },
): CustomerPlan {
  const isCustomerNoun = (noun: Noun): boolean => (customerNouns as readonly Noun[]).includes(noun);
  const entries = index.entries.filter(({ noun }) => isCustomerNoun(noun));
  const alone = entries.filter(({ noun }) => noun === 'Customer').length === 1;
  const ordinals = new Map(entries.map((entry, ordinal) => [entry, ordinal]));
  const joiners = new Map(customerNouns.map((noun) => [noun as Noun, createJoiner(entries, noun)]));
  const keyOf = (entry: IndexedEntry): string =>
    entry.noun === 'Customer' && alone && customerKey !== undefined
      ? customerKey
      : keys.ofEntry(entry, ordinals.get(entry) ?? 0);
  const resources = new Map<number, PlannedCustomerResource>();
  let inOrder = true;
  for (const entry of entries) {
    const { noun, line } = entry;
    const { under } = nouns[noun];
    const own = { noun, line, sourceKey: keyOf(entry) };
    if (under.startsWith('/')) {
      resources.set(entry.index, own);
      continue;
    }
    const parentNoun = under as Noun;
    const joined = joiners.get(parentNoun)?.join(entry) ?? { kind: 'none' };
    if (joined.kind === 'entry') inOrder &&= joined.entry.index < entry.index;
    const parent =
      joined.kind === 'entry'
        ? { parentKey: keyOf(joined.entry) }
        : joined.kind === 'named'
          ? { parentKey: keys.ofName(joined.name, entry.absolute) }
          : {};
    resources.set(entry.index, { ...own, parentNoun, ...parent });
  }
  return { resources, inOrder };
}
