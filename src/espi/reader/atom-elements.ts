import type { SaxesTagNS } from 'saxes';
import { atomNamespace } from '../atom.ts';
import { foreignAtomAttributes } from './attributes.ts';
import type { ReadLink } from './entry.ts';
import type { EntryBuilder } from './entry-builder.ts';
import type { ReaderContext } from './frame.ts';

const known: Readonly<Record<'feed' | 'entry', ReadonlySet<string>>> = {
  feed: new Set(
    'author category contributor entry generator icon id link logo rights subtitle title updated'.split(' '),
  ),
  entry: new Set(
    'author category content contributor id link published rights source summary title updated'.split(' '),
  ),
};

/** Whether an element is one of Atom; in import mode also when it forgot its namespace. */
export function isAtom({ strict, reporter }: ReaderContext, tag: SaxesTagNS, line: number): boolean {
  const { local, uri } = tag;
  if (uri === atomNamespace) return true;
  if (strict || uri !== '' || !(local === 'feed' || known.feed.has(local) || known.entry.has(local)))
    return false;
  const message = `must be in the namespace ${atomNamespace}`;
  reporter.report({ line, element: local, code: 'wrong-namespace', message, tolerated: true });
  return true;
}

/** Whether an element may stand in a feed or an entry; if not, it is reported. */
export function isKnownChild(
  context: ReaderContext,
  { kind }: EntryBuilder,
  tag: SaxesTagNS,
  line: number,
): boolean {
  if (isAtom(context, tag, line) && known[kind].has(tag.local)) return true;
  const of = tag.uri === atomNamespace ? '' : ` of ${tag.uri || 'no namespace'}`;
  const message = `${kind} has no element ${tag.local}${of}; remove it`;
  const element = `${kind}/${tag.local}`;
  context.reporter.report({ line, element, code: 'unknown-element', message, tolerated: true });
  return false;
}

/** Reports attributes that Atom does not know. */
export function checkAtomAttributes(
  { reporter }: ReaderContext,
  kind: string,
  tag: SaxesTagNS,
  line: number,
): void {
  for (const name of foreignAtomAttributes(tag)) {
    const element = `${kind}/${tag.local}`;
    const message = `Atom has no attribute ${name} here; remove it`;
    reporter.report({ line, element, code: 'unknown-attribute', message, tolerated: true });
  }
}

/** A link from its start tag; undefined, and reported, when it leads nowhere. */
export function readLink(
  { reporter }: ReaderContext,
  kind: string,
  tag: SaxesTagNS,
  line: number,
): ReadLink | undefined {
  const attribute = (name: string): string | undefined => tag.attributes[name]?.value.trim();
  const problem = { line, element: `${kind}/link`, code: 'atom-link', tolerated: true } as const;
  const href = attribute('href');
  const rel = attribute('rel');
  const type = attribute('type');
  if (rel === undefined) reporter.report({ ...problem, message: 'has no rel' });
  if (href === undefined) {
    reporter.report({ ...problem, message: 'has no href' });
    return undefined;
  }
  return { rel: rel ?? 'alternate', href, line, ...(type === undefined ? {} : { type }) };
}
