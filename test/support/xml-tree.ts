import { SaxesParser } from 'saxes';

/** An element of a small document, held as a whole. */
export interface XmlTree {
  /** Local name. */
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlTree[];
}

type Growing = XmlTree & { readonly children: XmlTree[] };

/** Parses a well-formed document into a tree of its elements; text is left out. */
export function parseTree(xml: string): XmlTree {
  const root: Growing = { name: '', attributes: {}, children: [] };
  const open: Growing[] = [root];
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ local, attributes }) => {
    const plain = Object.entries(attributes).map(([name, { value }]) => [name, value]);
    const element: Growing = { name: local, attributes: Object.fromEntries(plain), children: [] };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('closetag', () => open.pop());
  parser.write(xml).close();
  const [top] = root.children;
  if (top === undefined) throw new Error('The document has no root');
  return top;
}

/** The children of a name. */
export const childrenOf = (tree: XmlTree, name: string): readonly XmlTree[] =>
  tree.children.filter((child) => child.name === name);

/** The first child of a name. */
export const childOf = (tree: XmlTree, name: string): XmlTree | undefined => childrenOf(tree, name)[0];
