/**
 * Says that entries of a utility may show something else now. It goes over the channel of the tokens: whoever hears
 * one hears the other.
 */
export const entryChange = (utilityId: number): string => `entries:${utilityId}`;

/** The key of the utility that `entryChange` names; undefined when it is something else. */
export function parseEntryChange(payload: string): number | undefined {
  const [, id] = /^entries:(\d+)$/.exec(payload) ?? [];
  return id === undefined ? undefined : Number(id);
}
