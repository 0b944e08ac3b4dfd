const sliceLength = 4096;

const isHigh = (unit: number): boolean => (unit & 0xfc00) === 0xd800;

const whole = (text: string): readonly string[] => [text];

/** Cuts text into slices short enough for a buffer, never within a surrogate pair. Short text stays whole. */
export function textSlices(text: string): readonly string[] {
  if (text.length <= sliceLength) return whole(text);
  const slices: string[] = [];
  for (let at = 0; at < text.length; ) {
    let end = at + sliceLength;
    if (end < text.length && isHigh(text.charCodeAt(end - 1))) end--;
    slices.push(text.slice(at, end));
    at = end;
  }
  return slices;
}
