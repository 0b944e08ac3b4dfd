import type { SaxesTagNS } from 'saxes';
import type { EspiVersion } from '../schema/define.ts';
import { checkAtomAttributes, isAtom, isKnownChild, readLink } from './atom-elements.ts';
import { createAtomRules } from './atom-rules.ts';
import { isKeptText, keepText } from './atom-text.ts';
import type { ReadEntry, ReadFeedHead, TakeReadings } from './entry.ts';
import { buildEntry, currentEntry, type EntryBuilder, noteChild } from './entry-builder.ts';
import { findResource } from './find-resource.ts';
import type { Finding, FindingCode, RepeatedFinding } from './finding.ts';
import { createGuardedParser } from './guarded-parser.ts';
import { limits } from './limits.ts';
import { collectReadings } from './reading-collector.ts';
import { createReporter } from './report.ts';
import { createResourceReader } from './resource-reader.ts';

/** What a reader does with a document. */
export interface FeedReaderOptions {
  /**
   * `strict` finds every deviation from the schema, its lists of codes and the standard's use of Atom;
   * `import` understands what custodians really send and reports it.
   */
  readonly mode: 'strict' | 'import';
  /** The version of the standard that resources are checked against; the newest unless told otherwise. */
  readonly version?: EspiVersion;
  /** Called at the end of each entry, or of the bare resource. */
  readonly onEntry: (entry: ReadEntry) => void;
  /** Without it readings are checked and counted, but not kept. */
  readonly onReadings?: TakeReadings;
  readonly onFinding: (finding: Finding) => void;
}

/** A reader of one document. */
export interface FeedReader {
  /** Takes the next piece of text. After a fatal finding further pieces are ignored. */
  write(chunk: string): void;
  /** Ends the document; findings about its end come now. */
  close(): void;
  /** Reports what is wrong outside the text and stops. */
  abort(code: FindingCode, message: string): void;
  /** True after a finding that ended reading: what stands behind it was not read. */
  readonly failed: boolean;
  /** What the feed says of itself; undefined for an entry and a bare resource. */
  readonly head: ReadFeedHead | undefined;
  /** Errors so far. */
  readonly errors: number;
  /** Warnings that came more than once, with their count. */
  repeated(): RepeatedFinding[];
}

/** Where in a document the reader is; `passed` is inside something that is of no interest. */
type State = 'start' | 'feed' | 'entry' | 'content' | 'text' | 'passed' | 'resource' | 'end';

/**
 * Makes a reader of a feed, a single entry or a bare resource, driven by the schema tables. It takes text in
 * pieces and holds one entry at a time without its readings, so memory does not grow with the file.
 *
 * Reading ends at the first fault of well-formedness, at a DOCTYPE and beyond `limits`; entries that were
 * complete before have been handed over by then.
 *
 * In import mode these are understood, with a warning: any order of children, wrong or missing namespaces, a
 * name whose first letter is in the wrong case, unknown elements (passed over), attributes, empty optional
 * elements (left out), space around numbers, unlisted codes of lists that the schema leaves open, durations
 * beyond UInt32, times that seem to be milliseconds (kept), text that is too long (shortened), 2013 line items
 * without `itemKind`, and everything that is wrong with the Atom around it. A value that is no value of its
 * type is an error and left out, and with it the smallest part that needs it; a reading without a time that can
 * be, or with a bad value, is left out as a whole.
 */
export function createFeedReader(options: FeedReaderOptions): FeedReader {
  const strict = options.mode === 'strict';
  const reporter = createReporter(strict, options.onFinding);
  const context = { strict, reporter, version: options.version ?? '4.0' };
  const rules = createAtomRules(strict, reporter);
  const resource = createResourceReader(context);

  let state: State = 'start';
  /** The state to go back to from `text`, `passed` and `resource`. */
  let outer: State = 'start';
  /** Elements that are open below the one that is passed over, or whose text is kept. */
  let inner = 0;
  let feed: EntryBuilder | undefined;
  let entry: EntryBuilder | undefined;
  let entries = 0;
  let text = '';
  let textName = '';
  let textLine = 0;

  const goInto = (next: State): void => {
    outer = state;
    state = next;
    inner = 0;
  };

  const beginEntry = (line: number): EntryBuilder => {
    resource.forget();
    entries += 1;
    entry = buildEntry('entry', entries - 1, line);
    return entry;
  };

  const beginResource = (into: EntryBuilder, tag: SaxesTagNS, line: number): boolean => {
    const found = findResource(context, tag, line);
    if (found === undefined) return false;
    const { onReadings } = options;
    const block = into.contents.length;
    const take: Parameters<typeof collectReadings>[0] =
      onReadings && ((readings) => onReadings(currentEntry(into), block, readings));
    const collector = found.type.name === 'IntervalBlock' ? collectReadings(take) : undefined;
    resource.begin(found.element, found.type, tag, line, collector);
    goInto('resource');
    return true;
  };

  const openRoot = (tag: SaxesTagNS, line: number): void => {
    if (tag.local === 'feed' && isAtom(context, tag, line)) {
      feed = buildEntry('feed', -1, line);
      state = 'feed';
    } else if (tag.local === 'entry' && isAtom(context, tag, line)) {
      beginEntry(line);
      state = 'entry';
    } else if (!beginResource(beginEntry(line), tag, line)) {
      const isPage = /^html$/i.test(tag.local);
      const what = isPage ? 'this is a web page, not a Green Button file' : `the root is ${tag.local}`;
      const where = tag.uri === '' || isPage ? '' : ` of ${tag.uri}`;
      const expected = 'expected an Atom feed, an entry or a resource of ESPI';
      parser.stop('unexpected-root', `${what}${where}; ${expected}`, tag.local);
    }
  };

  const openContent = (builder: EntryBuilder, line: number): void => {
    const problem = { line, element: 'entry/content', tolerated: true };
    if (builder.hasContent) {
      reporter.report({ ...problem, code: 'atom-repeated', message: 'may stand only once in entry' });
    }
    if (!strict && !builder.texts.has('id')) {
      reporter.report({
        ...problem,
        code: 'atom-content-first',
        message: 'stands before id; id and links go first',
      });
    }
    builder.hasContent = true;
    state = 'content';
  };

  const openInContainer = (builder: EntryBuilder, tag: SaxesTagNS, line: number): void => {
    const { kind } = builder;
    noteChild(builder, tag.local === 'link');
    if (!isKnownChild(context, builder, tag, line)) {
      goInto('passed');
      return;
    }
    checkAtomAttributes(context, kind, tag, line);
    if (tag.local === 'link') {
      const link = readLink(context, kind, tag, line);
      if (link !== undefined) builder.links.push(link);
      if (builder.links.length > limits.links) {
        parser.stop('too-large', `there are more than ${limits.links} links`, `${kind}/link`);
      }
      goInto('passed');
    } else if (isKeptText(kind, tag.local)) {
      goInto('text');
      text = '';
      textName = tag.local;
      textLine = line;
    } else if (tag.local === 'entry') {
      beginEntry(line);
      state = 'entry';
    } else if (tag.local === 'content') openContent(builder, line);
    else goInto('passed');
  };

  const openInContent = (builder: EntryBuilder, tag: SaxesTagNS, line: number): void => {
    if (beginResource(builder, tag, line)) return;
    const message = `${tag.local} of ${tag.uri || 'no namespace'} is no resource of the standard; remove it`;
    const element = `entry/content/${tag.local}`;
    reporter.report({ line, element, code: 'unknown-element', message, tolerated: true });
    goInto('passed');
  };

  const opened = (tag: SaxesTagNS, line: number): void => {
    const container = entry ?? feed;
    if (state === 'resource') {
      resource.open(tag, line);
      if (resource.held() <= limits.elements) return;
      parser.stop('too-large', `an entry holds more than ${limits.elements} elements`, tag.local);
    } else if (state === 'start') openRoot(tag, line);
    else if (container !== undefined && (state === 'feed' || state === 'entry')) {
      openInContainer(container, tag, line);
    } else if (container !== undefined && state === 'content') openInContent(container, tag, line);
    else inner += 1;
  };

  const endEntry = (builder: EntryBuilder, bare: boolean): void => {
    if (!bare) rules.check(builder);
    options.onEntry(currentEntry(builder));
    entry = undefined;
    state = feed === undefined ? 'end' : 'feed';
  };

  const closeResource = (): void => {
    const content = resource.close();
    if (content === undefined || entry === undefined) return;
    entry.contents.push(content);
    state = outer;
    if (state === 'start') endEntry(entry, true);
  };

  const closed = (): void => {
    const container = entry ?? feed;
    if (state === 'resource') closeResource();
    else if (inner > 0) inner -= 1;
    else if (state === 'passed') state = outer;
    else if (state === 'content') state = 'entry';
    else if (container === undefined) return;
    else if (state === 'text') {
      keepText(container, { name: textName, text, line: textLine }, reporter);
      state = outer;
    } else if (state === 'entry') endEntry(container, false);
    else if (state === 'feed') {
      rules.check(container);
      state = 'end';
    }
  };

  const texted = (part: string, line: number): void => {
    if (state === 'resource') resource.text(part, line);
    else if (state === 'text') {
      if (inner === 0 && text.length < limits.text) text += part;
    } else if ((state === 'feed' || state === 'entry' || state === 'content') && part.trim() !== '') {
      const element = state === 'content' ? 'entry/content' : state;
      const message = 'holds text where only elements belong; remove it';
      reporter.report({
        line,
        element,
        code: 'unexpected-text',
        message,
        value: part.trim(),
        tolerated: true,
      });
    }
  };

  const scanned = (part: string, at: number): number => (state === 'resource' ? resource.scan(part, at) : at);

  const parser = createGuardedParser(reporter, { opened, closed, texted, scanned });

  return {
    write: parser.write,
    close: parser.close,
    abort: parser.stop,
    get failed() {
      return parser.failed;
    },
    get head() {
      return feed && currentEntry(feed);
    },
    get errors() {
      return reporter.errors();
    },
    repeated: reporter.repeated,
  };
}
