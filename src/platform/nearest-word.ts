/** How many letters must be put in, taken out or changed to make one word of the other. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, i) => i);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++)
      next.push(
        Math.min(
          (row[j] ?? 0) + 1,
          (next[j - 1] ?? 0) + 1,
          (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1),
        ),
      );
    row = next;
  }
  return row[other.length] ?? 0;
}

/** Words further apart are different words. */
const mostLetters = 2;

/** The word that was probably meant; undefined when none is within two letters of it. */
export function nearestWord(word: string, known: Iterable<string>): string | undefined {
  let nearest: { readonly word: string; readonly distance: number } | undefined;
  for (const candidate of known) {
    const found = distance(word, candidate);
    if (found <= mostLetters && found < (nearest?.distance ?? mostLetters + 1))
      nearest = { word: candidate, distance: found };
  }
  return nearest?.word;
}
