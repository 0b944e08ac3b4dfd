import type { SaxesTagNS } from 'saxes';
import { type ComplexType, namespaces } from '../schema/define.ts';
import { checkRequired } from './completeness.ts';
import type { ReadContent } from './entry.ts';
import { checkCount, checkOrder, findChild, readingTypeElements } from './find-child.ts';
import { checkAttributes, type Frame, put, type ReaderContext, reportIn, spoil } from './frame.ts';
import { endOfTime, leafValue } from './leaf-value.ts';
import { limits } from './limits.ts';
import { type Child, type Leaf, planOf } from './plan.ts';
import { flattenReading, type ReadingCollector } from './reading-collector.ts';
import { createReadingScanner, type ReadingScanner } from './reading-scanner.ts';

/** Reads one resource at a time; fed by the reader of the document. */
export interface ResourceReader {
  /** Begins with the start tag of the resource. `collector` is given for an IntervalBlock. */
  begin(
    element: string,
    type: ComplexType,
    tag: SaxesTagNS,
    line: number,
    collector?: ReadingCollector,
  ): void;
  open(tag: SaxesTagNS, line: number): void;
  /**
   * Takes the readings that begin at a place of the text, when this is where readings may stand and there is nothing
   * to be said about them; gives where they end, or the place itself.
   */
  scan(text: string, at: number): number;
  text(text: string, line: number): void;
  /** Takes an end tag; gives the resource when it was the resource's own. */
  close(): ReadContent | undefined;
  /** Elements held in values since it was last told to forget them; readings are let go. */
  held(): number;
  forget(): void;
}

/** Makes a reader of resources that is driven by the schema tables alone. */
export function createResourceReader(context: ReaderContext): ResourceReader {
  const { strict, reporter } = context;
  let frame: Frame | undefined;
  let collector: ReadingCollector | undefined;
  let errorsBefore = 0;
  let held = 0;
  // An element with text that is open; most elements are of this kind, so they get no frame of their own.
  let leaf: Leaf | undefined;
  let leafLine = 0;
  let leafText = '';
  let leafDepth = 0;
  // Of the block that is open, by the prefix of its name; none for one in a wrong namespace.
  let scanner: ReadingScanner | undefined;
  let scannerPrefix: string | undefined;
  // An element that is passed over, with the text in it.
  let skipped: { readonly name: string; depth: number; text: string } | undefined;

  const enter = (type: ComplexType, name: string, line: number, child?: Child): Frame => {
    frame = {
      plan: planOf(type),
      name,
      line,
      parent: frame,
      child,
      value: {},
      furthest: 0,
      unusable: undefined,
      textReported: false,
      heldBefore: held,
    };
    held += 1;
    return frame;
  };

  const enterLeaf = (child: Leaf, line: number): void => {
    held += 1;
    leaf = child;
    leafLine = line;
    leafText = '';
    leafDepth = 0;
  };

  const openInLeaf = (at: Frame, child: Leaf, tag: SaxesTagNS, line: number): void => {
    leafDepth += 1;
    if (child.simple.base === 'any' || leafDepth > 1) return;
    const message = `${child.name} holds text, not elements; remove ${tag.local}`;
    const last = `${child.name}/${tag.local}`;
    reportIn(context, at, { line, code: 'unknown-element', message, tolerated: true }, last);
  };

  const openChild = (at: Frame, tag: SaxesTagNS, line: number): void => {
    const child = findChild(context, at, { tag, line, inBlock: collector !== undefined });
    if (child === undefined) {
      skipped = { name: tag.local, depth: 1, text: '' };
      return;
    }
    checkOrder(context, at, child, line);
    const type = child.simple ?? child.type;
    if (child.simple?.base !== 'any') {
      checkAttributes(context, at, { tag, line, typeName: type.name, last: child.name });
    }
    if (child.simple === undefined) enter(child.type, child.name, line, child);
    else enterLeaf(child, line);
  };

  const closeLeaf = (at: Frame, child: Leaf): void => {
    leaf = undefined;
    if (!checkCount(context, at, child, leafLine)) return;
    const value = leafValue(context, at, { child, text: leafText, line: leafLine });
    if (value === undefined) spoil(at, child);
    else put(at, child, value);
  };

  const closeReading = (at: Frame, complete: boolean): void => {
    held = at.heldBefore;
    const reading = complete ? flattenReading(at.value) : undefined;
    // Whoever asks for the value of a reading whose value was rejected would be told that it has none.
    const whole = !(at.unusable?.has('value') || at.unusable?.has('timePeriod'));
    const inTime = strict || reading === undefined || Math.abs(reading.start) <= endOfTime;
    if (reading !== undefined && whole && inTime) {
      collector?.add(reading);
      return;
    }
    collector?.reject();
    if (strict || !complete || !whole) return;
    const reason = inTime ? 'has no timePeriod' : 'has no start before the year 10000';
    reportIn(context, at, { line: at.line, code: 'reading-rejected', message: `${reason}; it was left out` });
  };

  const closeInner = (at: Frame, parent: Frame, child: Child): void => {
    const complete = checkRequired(context, at);
    const isReading =
      collector !== undefined && parent.parent === undefined && child.name === 'IntervalReading';
    if (isReading) closeReading(at, complete);
    else if (!complete) spoil(parent, child);
    else if (checkCount(context, parent, child, at.line)) put(parent, child, at.value);
    frame = parent;
  };

  const closeResource = (at: Frame): ReadContent => {
    const complete = checkRequired(context, at);
    const { type } = at.plan;
    const readings = collector?.finish();
    frame = undefined;
    collector = undefined;
    return {
      element: at.name,
      namespace: type.namespace,
      type,
      value: at.value,
      complete,
      errors: reporter.errors() - errorsBefore,
      line: at.line,
      ...(readings === undefined ? {} : { readings }),
    };
  };

  const closeSkipped = (at: { readonly name: string; depth: number; text: string }): void => {
    at.depth -= 1;
    if (at.depth > 0) return;
    if (readingTypeElements.has(at.name)) collector?.state(at.name, at.text.trim());
    skipped = undefined;
  };

  const scannerFor = ({ prefix, uri }: SaxesTagNS): ReadingScanner | undefined => {
    if (uri !== namespaces.espi) return undefined;
    if (scanner !== undefined && scannerPrefix === prefix) return scanner;
    scannerPrefix = prefix;
    return createReadingScanner(prefix === '' ? '' : `${prefix}:`);
  };

  return {
    begin(element, type, tag, line, itsCollector) {
      errorsBefore = reporter.errors();
      frame = undefined;
      collector = itsCollector;
      if (collector !== undefined) scanner = scannerFor(tag);
      checkAttributes(context, enter(type, element, line), { tag, line, typeName: type.name });
    },

    open(tag, line) {
      if (skipped !== undefined) skipped.depth += 1;
      else if (frame !== undefined && leaf !== undefined) openInLeaf(frame, leaf, tag, line);
      else if (frame !== undefined) openChild(frame, tag, line);
    },

    scan(text, at) {
      if (frame === undefined || collector === undefined || scanner === undefined) return at;
      if (frame.parent !== undefined || leaf !== undefined || skipped !== undefined) return at;
      const child = frame.plan.children.get('IntervalReading');
      if (child === undefined || child.index < frame.furthest) return at;
      const { readings, end } = scanner.scan(text, at);
      if (readings.length > 0) frame.furthest = child.index;
      for (const reading of readings) collector.add(reading);
      return end;
    },

    text(text, line) {
      if (skipped !== undefined) {
        if (skipped.depth === 1) skipped.text = (skipped.text + text).slice(0, 100);
      } else if (leaf !== undefined) {
        // No type of the schema takes as much text as the limit, so that cutting it off loses nothing.
        if (leafText.length < limits.text && (leafDepth === 0 || leaf.simple.base === 'any'))
          leafText += text;
      } else if (frame !== undefined && !frame.textReported && text.trim() !== '') {
        frame.textReported = true;
        const value = text.trim();
        const message = `${frame.name} holds elements, not text; remove ${JSON.stringify(value.slice(0, 60))}`;
        reportIn(context, frame, { line, code: 'unexpected-text', message, value, tolerated: true });
      }
    },

    close() {
      if (skipped !== undefined) closeSkipped(skipped);
      else if (frame !== undefined && leaf !== undefined) {
        if (leafDepth > 0) leafDepth -= 1;
        else closeLeaf(frame, leaf);
      } else if (frame !== undefined) {
        const { parent, child } = frame;
        if (parent === undefined || child === undefined) return closeResource(frame);
        closeInner(frame, parent, child);
      }
      return undefined;
    },

    held: () => held,
    forget() {
      held = 0;
    },
  };
}
