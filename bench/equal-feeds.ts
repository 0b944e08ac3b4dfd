/** How often each element stands in a text. */
function countElements(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [, name = ''] of text.matchAll(/<([A-Za-z]+)/g)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** What differs between two texts: elements that one has more often, else the place where they part. */
function difference(ours: string, theirs: string): string {
  const [left, right] = [countElements(ours), countElements(theirs)];
  const unlike = [...new Set([...left.keys(), ...right.keys()])].filter(
    (name) => left.get(name) !== right.get(name),
  );
  if (unlike.length > 0)
    return unlike.map((name) => `<${name}> ${left.get(name) ?? 0} / ${right.get(name) ?? 0}`).join(', ');
  let at = 0;
  while (at < ours.length && ours[at] === theirs[at]) at++;
  return `at ${at}: ${JSON.stringify(ours.slice(at, at + 60))} / ${JSON.stringify(theirs.slice(at, at + 60))}`;
}

/**
 * Makes sure that neither side of a comparison does less: the feeds, decoded, are the same text.
 *
 * @throws Error with the elements that occur more often in one of them, ours first.
 */
export function requireEqualFeeds(ours: string, theirs: string): void {
  if (ours !== theirs) throw new Error(`The usual way writes another feed: ${difference(ours, theirs)}`);
}
