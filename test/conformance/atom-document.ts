import { XmlDocument, XmlElement, type XmlTreeNode } from 'libxml2-wasm';
import { namespaces } from '../../src/espi/schema/define.ts';

const atom = 'http://www.w3.org/2005/Atom';

/** One link. */
interface LinkFact {
  readonly rel: string;
  readonly href: string;
  readonly type: string;
}

/** An element as a plain tree: what tests look at. */
export interface Tree {
  readonly name: string;
  readonly text: string;
  readonly children: readonly Tree[];
}

/** One entry, or the head of a feed. */
export interface EntryFact {
  readonly ids: readonly string[];
  readonly links: readonly LinkFact[];
  readonly titles: readonly string[];
  readonly published: readonly string[];
  readonly updated: readonly string[];
  /** Names of its children in their order: `id`, `link`, … */
  readonly order: readonly string[];
  readonly namespace: string;
  readonly contentType: string;
  readonly content: Tree;
}

/** A document as tests look at it: the head is absent when the root is an entry. */
export interface DocumentFact {
  readonly head?: Omit<EntryFact, 'content' | 'contentType' | 'namespace'>;
  readonly entries: readonly EntryFact[];
}

const elements = (node: XmlTreeNode | null): XmlElement[] => {
  const found: XmlElement[] = [];
  for (let child = node; child !== null; child = child.next)
    if (child instanceof XmlElement) found.push(child);
  return found;
};
const childrenOf = (element: XmlElement): XmlElement[] => elements(element.firstChild);

const treeOf = (element: XmlElement): Tree => {
  const children = childrenOf(element).map(treeOf);
  return { name: element.name, text: children.length === 0 ? element.content : '', children };
};

function headOf(element: XmlElement): Omit<EntryFact, 'content' | 'contentType' | 'namespace'> {
  const children = childrenOf(element).filter(({ namespaceUri }) => namespaceUri === atom);
  const texts = (name: string): string[] =>
    children.filter((child) => child.name === name).map((child) => child.content);
  return {
    ids: texts('id'),
    titles: texts('title'),
    published: texts('published'),
    updated: texts('updated'),
    order: children.map(({ name }) => name),
    links: children
      .filter(({ name }) => name === 'link')
      .map((link) => ({
        rel: link.attr('rel')?.value ?? '',
        href: link.attr('href')?.value ?? '',
        type: link.attr('type')?.value ?? '',
      })),
  };
}

function entryOf(element: XmlElement): EntryFact {
  const content = childrenOf(element).find(({ name }) => name === 'content');
  const resource = content && childrenOf(content)[0];
  if (content === undefined || resource === undefined) throw new Error('an entry without content');
  return {
    ...headOf(element),
    contentType: content.attr('type')?.value ?? '',
    namespace: resource.namespaceUri,
    content: treeOf(resource),
  };
}

/** Reads a feed or an entry. */
export function readDocument(xml: string): DocumentFact {
  using document = XmlDocument.fromString(xml);
  const { root } = document;
  if (root.name === 'entry') return { entries: [entryOf(root)] };
  return {
    head: headOf(root),
    entries: childrenOf(root)
      .filter(({ name }) => name === 'entry')
      .map(entryOf),
  };
}

/** Text of the element at a path of names below a tree; undefined where it is not. */
export function textAt(tree: Tree, ...path: readonly string[]): string | undefined {
  const [name, ...rest] = path;
  if (name === undefined) return tree.text;
  const child = tree.children.find((candidate) => candidate.name === name);
  return child && textAt(child, ...rest);
}

/** Children of that name. */
export const childrenNamed = (tree: Tree, name: string): Tree[] =>
  tree.children.filter((child) => child.name === name);

export const usageNamespace: string = namespaces.espi;
