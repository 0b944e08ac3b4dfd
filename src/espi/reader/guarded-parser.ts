import { SaxesParser, type SaxesTagNS } from 'saxes';
import type { FindingCode } from './finding.ts';
import { createJumps } from './jumps.ts';
import { limits } from './limits.ts';
import { nextReading } from './reading-places.ts';
import type { Reporter } from './report.ts';
import { explainParserMessage, isWrongEndTag } from './well-formed.ts';

/** What a reader of XML listens to; `line` is that of the end of the tag or of the text. */
export interface ParserEvents {
  readonly opened: (tag: SaxesTagNS, line: number) => void;
  readonly closed: () => void;
  readonly texted: (text: string, line: number) => void;
  /**
   * Offers an IntervalReading that begins at a place of the text, between two tags. What is taken is not parsed, and
   * not told as elements.
   *
   * @returns where what was taken ends, behind a tag; the place itself when nothing was.
   */
  readonly scanned: (text: string, at: number) => number;
}

/** An XML parser that stops at the first fault. */
export interface GuardedParser {
  write(chunk: string): void;
  close(): void;
  /** Reports an error at the current place and stops; to be called from within an event or between writes. */
  stop(code: FindingCode, message: string, element?: string): void;
  readonly failed: boolean;
}

/** Thrown from inside the parser's events to stop it; never leaves this file. */
class Stop extends Error {}

/** Pieces in which text is given to the parser, so that a limit is noticed soon after it is crossed. */
const pieceLength = 65_536;

/** Most readings that are passed over, without offering them, after one that was not taken. */
const mostPassed = 64;

/**
 * Makes a namespace-aware XML parser that reports the first fault of well-formedness, a DOCTYPE or an absurd
 * size, in plain words, and reads nothing after it. DOCTYPE is refused because nothing here needs one and
 * entities can be made to swell.
 */
export function createGuardedParser(reporter: Reporter, events: ParserEvents): GuardedParser {
  const parser = new SaxesParser({ xmlns: true });
  let depth = 0;
  let lastEvent = 0;
  let lastTag = 0;
  let given = 0;
  let inside = false;
  let failed = false;
  // saxes reports an element as closed before it compares the name of the end tag, so that news waits until it is
  // known to be true.
  let closing = false;

  const stop = (code: FindingCode, message: string, element = ''): void => {
    if (failed) return;
    failed = true;
    reporter.report({ line: parser.line, column: jumps.column() + 1, element, code, message });
    if (inside) throw new Stop();
  };

  const guarded = (act: () => void): void => {
    if (failed) return;
    inside = true;
    try {
      act();
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
    } finally {
      inside = false;
    }
  };

  const passClose = (): void => {
    if (!closing) return;
    closing = false;
    events.closed();
  };

  const texted = (text: string): void => {
    passClose();
    lastEvent = parser.position;
    events.texted(text, parser.line);
  };
  const jumps = createJumps(parser);
  // No more than six: with a seventh handler V8 keeps the parser's properties in a hash table, and it becomes
  // four times slower.
  parser.on('opentag', (tag) => {
    passClose();
    lastEvent = parser.position;
    lastTag = lastEvent;
    depth += 1;
    if (depth > limits.depth)
      stop('nested-too-deep', `elements are nested more than ${limits.depth} deep`, tag.local);
    events.opened(tag, parser.line);
  });
  parser.on('closetag', () => {
    passClose();
    lastEvent = parser.position;
    lastTag = lastEvent;
    depth -= 1;
    closing = true;
  });
  parser.on('text', texted);
  parser.on('cdata', texted);
  parser.on('doctype', () => stop('doctype', 'a DOCTYPE is not accepted; remove it'));
  parser.on('error', (error) => {
    if (!isWrongEndTag(error.message)) passClose();
    stop('not-well-formed', explainParserMessage(error.message));
  });

  const parse = (text: string): void => {
    given += text.length;
    if (text !== '') parser.write(text);
    passClose();
  };

  /** Whether nothing but space stands between the last tag and this place, up to which the text has been parsed. */
  const isBehindTag = (text: string, at: number): boolean => {
    const from = at - (given - lastTag);
    // A `\r` at the end waits inside the parser for what follows it.
    return from >= 0 && !text.endsWith('\r', at) && text.slice(from, at).trim() === '';
  };

  // Where readings are written in another way, cutting the text before each would only take time.
  let refused = 0;
  let passed = 0;
  const parsePiece = (text: string): void => {
    let parsed = 0;
    for (let at = nextReading(text, 0), from = 0; at >= 0; at = nextReading(text, from)) {
      from = at + 1;
      if (passed > 0) {
        passed -= 1;
        continue;
      }
      parse(text.slice(parsed, at));
      parsed = at;
      const end = isBehindTag(text, at) ? events.scanned(text, at) : at;
      refused = end > at ? 0 : Math.min(2 * refused + 1, mostPassed);
      passed = refused;
      if (end === at) continue;
      jumps.jump(text, at, end, given);
      lastEvent = given;
      lastTag = given;
      from = end;
      parsed = end;
    }
    parse(text.slice(parsed));
  };

  return {
    write(chunk) {
      guarded(() => {
        for (let at = 0; at < chunk.length; at += pieceLength) {
          parsePiece(chunk.slice(at, at + pieceLength));
          if (given - lastEvent < limits.text) continue;
          stop('text-too-long', `text, comments or a tag go on for more than ${limits.text} characters`);
        }
      });
    },
    close: () => guarded(() => parser.close()),
    stop,
    get failed() {
      return failed;
    },
  };
}
