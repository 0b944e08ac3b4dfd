import { farthestMatch, longestMatch } from './symbols.ts';
import { distanceOf, usable } from './text-matcher.ts';
import { addLiteral, addMatch, type TextTokens, takeBackMatch } from './text-tokens.ts';
import { equalBytes, type TextWindow } from './text-window.ts';

/** Text of the window from one position to another. */
export interface TextSpan {
  readonly from: number;
  readonly end: number;
}

/** Shorter runs take about as many bits as their literals. */
const shortest = 4;
/** After a place where texts differ they agree for at least this long, or they are not of one kind. */
const leastAgreed = 3;
/** A word that was written before is looked for only where it is this long, as ids are. */
const shortestWord = 6;
/** Words that are looked for: those of the last few entries. */
const mostWords = 16;

/** Where the last words began that differed from those of the text before. */
export interface Words {
  readonly positions: Int32Array;
  next: number;
}

export const createWords = (): Words => ({ positions: new Int32Array(mostWords), next: 0 });

/** Whether a byte ends a word: `"`, `/` or `<`. */
const endsWord = (byte: number): boolean => byte === 0x22 || byte === 0x2f || byte === 0x3c;

function endOfWord({ bytes, base }: TextWindow, from: number, end: number): number {
  let at = from;
  while (at < end && !endsWord(bytes[at - base] as number)) at++;
  return at;
}

function addRun(tokens: TextTokens, length: number, distance: number): void {
  // The end of the text before, and the beginning of this one, may be one run.
  let left = length + takeBackMatch(tokens, length, distance);
  for (; left >= longestMatch + shortest; left -= longestMatch) addMatch(tokens, longestMatch, distance);
  if (left > longestMatch) {
    addMatch(tokens, longestMatch - shortest, distance);
    left -= longestMatch - shortest;
  }
  addMatch(tokens, left, distance);
}

/**
 * Writes a word that was written before as a match, with what follows it as far as that is the same.
 *
 * @returns the length of the match; 0 when the word is new.
 */
function addWord(window: TextWindow, tokens: TextTokens, words: Words, at: number, end: number): number {
  const least = end - at;
  if (least < shortestWord || least > longestMatch) return 0;
  const { positions } = words;
  let longest = 0;
  let best = 0;
  for (let i = 0; i < mostWords; i++) {
    const from = positions[i] as number;
    if (from < window.base || from >= at) continue;
    const length = equalBytes(window, from, at, usable(window, at, from));
    if (length <= longest) continue;
    longest = length;
    best = from;
  }
  positions[words.next] = at;
  words.next = (words.next + 1) % mostWords;
  if (longest < least) return 0;
  addMatch(tokens, longest, distanceOf(window, at, best));
  return longest;
}

/** Whether text so far back, of such a length, can be referred to from all of the text that is not done yet. */
export function isWithinReach(window: TextWindow, { from, end }: TextSpan): boolean {
  const { base, done } = window;
  if (from < base || end > done) return false;
  const longest = Math.max(end - from, window.end - done);
  return distanceOf(window, done, from) + longest <= farthestMatch;
}

/**
 * Finds out what text consists of by the one before it of its kind, from which it differs in a few words: ids, moments,
 * numbers. No search is needed for that. It stops where the texts are not alike any more: `done` tells.
 *
 * @param last text within reach.
 */
export function matchSimilar(window: TextWindow, tokens: TextTokens, last: TextSpan, words: Words): void {
  const { bytes, view, base, end } = window;
  let { from } = last;
  let at = window.done;
  const jump = distanceOf(window, at, from) - at + from;
  let least = 0;
  /** Where the word ends that the texts are in, where it is of one length in both. */
  let inStepUntil = 0;
  while (at < end) {
    const length = equalBytes(window, from, at, Math.min(end - at, last.end - from));
    if (length < least && at + length < end) break;
    least = 0;
    if (length >= shortest) addRun(tokens, length, at - from + jump);
    else for (let i = 0; i < length; i++) addLiteral(tokens, bytes[at + i - base] as number);
    at += length;
    from += length;
    if (at >= inStepUntil) {
      const wordEnd = endOfWord(window, at, end);
      const lastEnd = endOfWord(window, from, last.end);
      if (wordEnd === at && lastEnd === from) break;
      const known = addWord(window, tokens, words, at, wordEnd);
      if (known === 0 && wordEnd - at === lastEnd - from) inStepUntil = wordEnd;
      else {
        if (known === 0) for (let i = at; i < wordEnd; i++) addLiteral(tokens, bytes[i - base] as number);
        const beyond = known === 0 ? 0 : known - wordEnd + at;
        at = wordEnd + beyond;
        from = Math.min(last.end, lastEnd + beyond);
        least = beyond === 0 ? leastAgreed : 0;
        continue;
      }
    }
    while (at < inStepUntil) {
      if (at + 4 <= inStepUntil && view.getInt32(at - base) === view.getInt32(from - base)) break;
      addLiteral(tokens, bytes[at - base] as number);
      at++;
      from++;
    }
  }
  window.done = at;
}
