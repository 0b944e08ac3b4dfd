const nameEnd = 'IntervalReading>';
/** Longest prefix that is looked for. */
const longestPrefix = 64;

/** Where, from a place of a text on, the next start tag of an IntervalReading seems to begin; -1 when none does. */
export function nextReading(text: string, from: number): number {
  for (let found = text.indexOf(nameEnd, from); found >= 0; found = text.indexOf(nameEnd, found + 1)) {
    const first = Math.max(from, found - longestPrefix);
    const at = text.slice(first, found).lastIndexOf('<');
    if (at >= 0 && text[first + at + 1] !== '/') return first + at;
  }
  return -1;
}
