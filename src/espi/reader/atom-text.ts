import { parseTimestamp } from '../timestamp.ts';
import type { EntryBuilder } from './entry-builder.ts';
import type { Reporter } from './report.ts';

const times = new Set(['published', 'updated']);

/** Elements of an entry or feed whose text is kept. */
export const isKeptText = (kind: 'feed' | 'entry', name: string): boolean =>
  name === 'id' || name === 'title' || name === 'updated' || (kind === 'entry' && name === 'published');

const lacking = {
  zone: 'has no time zone; write a Z at its end (UTC was assumed)',
  time: 'is a day without a time; write it as 2026-01-31T00:00:00Z (midnight UTC was assumed)',
};

/** Keeps the text of `id`, `title`, `published` or `updated`, and says what is wrong with it. */
export function keepText(
  builder: EntryBuilder,
  { name, text: raw, line }: { name: string; text: string; line: number },
  reporter: Reporter,
): void {
  const text = raw.trim();
  const problem = { line, element: `${builder.kind}/${name}`, tolerated: true };
  if (builder.texts.has(name)) {
    reporter.report({ ...problem, code: 'atom-repeated', message: `may stand only once in ${builder.kind}` });
    return;
  }
  // An empty one is as good as none, and is reported as missing at the end.
  if (text === '') return;
  builder.texts.set(name, { text, line });
  if (!times.has(name)) return;
  const parsed = parseTimestamp(text);
  if (parsed !== undefined) builder.times.set(name, parsed.ms);
  if (parsed !== undefined && parsed.lacks === undefined) return;
  const message =
    parsed?.lacks === undefined
      ? 'is no date and time such as 2026-01-31T12:00:00Z (it was passed over)'
      : lacking[parsed.lacks];
  reporter.report({ ...problem, code: 'atom-timestamp', message, value: text });
}
