import { farthestMatch, longestMatch } from './symbols.ts';
import { addLiteral, addMatch, type TextTokens } from './text-tokens.ts';
import { earlier, equalBytes, latest, remember, type TextWindow } from './text-window.ts';

/** Shorter matches take about as many bits as their literals. */
const shortest = 4;
/** A match that is this long is taken without looking for a longer one that begins a byte later. */
const longEnough = 32;
/** A match in step that is this long is taken without any search, and few places of it are remembered. */
const longInStep = 24;
const rememberEvery = 16;
/**
 * The id of an entry is like no other, and has so many bytes: they are written as they are, without any search, until
 * text is in step with the entry before again.
 */
const mostStray = 36;
/** `:`, behind which an id begins; the first of its letters may be those of the id before. */
const beforeId = 0x3a;
const alikeLetters = 3;
/** A match in step among them is at least this long: a shorter one takes more bits than its literals. */
const shortestAgain = 6;
/** An id ends before markup. */
const markup = 0x3c;
/** Places that are tried, and how many once there is a fair match. */
const mostTries = 48;
const fewTries = 12;
const fair = 16;

/** What a search found; length 0: nothing. `from` is a position of the window. */
interface Found {
  length: number;
  from: number;
}

function rememberRange(window: TextWindow, from: number, to: number, every: number): void {
  for (let at = from; at < to; at += every) remember(window, at);
}

/** Which stretch holds a position. There are few, and matches are mostly in the last ones. */
function stretchOf({ starts }: TextWindow, position: number): number {
  let i = starts.length - 1;
  while (i > 0 && position < (starts[i] as number)) i--;
  return i;
}

/** Distance in the feed from a position of the window to the text at `at`. */
export const distanceOf = (window: TextWindow, at: number, from: number): number =>
  at +
  (window.offsets[window.offsets.length - 1] as number) -
  from -
  (window.offsets[stretchOf(window, from)] as number);

/** How many bytes at `from` may be used for the text at `at`: none when it is too far back. */
export function usable(window: TextWindow, at: number, from: number): number {
  const stretch = stretchOf(window, from);
  const { starts, offsets } = window;
  const last = starts.length - 1;
  if (at + (offsets[last] as number) - from - (offsets[stretch] as number) > farthestMatch) return 0;
  const most = Math.min(longestMatch, window.end - at);
  return stretch === last ? most : Math.min(most, (starts[stretch + 1] as number) - from);
}

/** Looks for the longest match of the text at `at` that is longer than `found`. */
function search(window: TextWindow, at: number, found: Found): void {
  const { bytes, base, end } = window;
  if (at + shortest > end) return;
  let tries = found.length >= fair ? fewTries : mostTries;
  for (let from = latest(window, at); from >= base && tries > 0; tries--) {
    if (bytes[from - base + found.length] === bytes[at - base + found.length]) {
      const most = usable(window, at, from);
      if (most === 0) return;
      const length = equalBytes(window, from, at, most);
      if (length > found.length && length >= shortest) {
        found.length = length;
        found.from = from;
        if (length >= longestMatch || at + length >= end) return;
      }
    }
    const before = earlier(window, from);
    if (before >= from) return;
    from = before;
  }
}

/** The match in step with the one before. */
function searchInStep(window: TextWindow, at: number, found: Found): void {
  const from = at - window.stride;
  if (window.stride === 0 || from < window.base) return;
  const length = equalBytes(window, from, at, usable(window, at, from));
  if (length < shortest) return;
  found.length = length;
  found.from = from;
}

function take(window: TextWindow, tokens: TextTokens, at: number, { length, from }: Found): void {
  addMatch(tokens, length, distanceOf(window, at, from));
  // A short match is chance, such as digits that were elsewhere.
  if (length >= longInStep) window.stride = at - from;
}

/** Whether a position stands at the beginning of an id, or of a time, which does no harm. */
function inId({ bytes, base }: TextWindow, at: number): boolean {
  for (let i = 1; i <= alikeLetters + 1; i++) if (bytes[at - i - base] === beforeId) return true;
  return false;
}

/**
 * Finds out what the text of the window that is not done yet consists of. Lazy matching as in zlib, with one
 * shortcut: entries of one kind differ in a few places only, so the text in step with the last match comes first.
 */
export function matchText(window: TextWindow, tokens: TextTokens): void {
  const { bytes, base, end } = window;
  const found: Found = { length: 0, from: 0 };
  const held: Found = { length: 0, from: 0 };
  let at = window.done;
  let stray = 0;
  while (at < end) {
    found.length = 0;
    searchInStep(window, at, found);
    if (stray > 0) {
      if (found.length >= shortestAgain) {
        take(window, tokens, at, found);
        rememberRange(window, at, at + found.length, rememberEvery);
        at += found.length;
        stray = 0;
        continue;
      }
      const byte = bytes[at - base] as number;
      stray = byte === markup ? 0 : stray - 1;
      if (stray > 0) {
        addLiteral(tokens, byte);
        at++;
        continue;
      }
    }
    const inStep = found.length >= longInStep;
    if (!inStep) search(window, at, found);
    if (held.length >= found.length && held.length > 0) {
      take(window, tokens, at - 1, held);
      const next = at - 1 + held.length;
      rememberRange(window, at, next, 1);
      held.length = 0;
      at = next;
      continue;
    }
    if (held.length > 0) addLiteral(tokens, bytes[at - 1 - base] as number);
    held.length = 0;
    if (found.length >= longEnough || inStep) {
      take(window, tokens, at, found);
      rememberRange(window, at, at + found.length, inStep ? rememberEvery : 1);
      at += found.length;
      if (inStep && inId(window, at)) stray = mostStray;
      continue;
    }
    remember(window, at);
    if (found.length === 0) addLiteral(tokens, bytes[at - base] as number);
    else {
      held.length = found.length;
      held.from = found.from;
    }
    at++;
  }
  // Nothing is held here: no match is found where fewer than four bytes are left.
  window.done = end;
}
